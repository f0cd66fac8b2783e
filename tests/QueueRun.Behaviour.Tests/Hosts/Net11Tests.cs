using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>That the host is what it says; and every subject's tests once more on it.</summary>
public sealed class Net11Tests(Net11Host host)
{
    [Fact]
    public async Task The_program_runs_on_NET_11()
    {
        var server = await host.SharedAsync();
        Assert.Equal("11.0.0 compiled just in time", await server.Http.GetStringAsync("/runtime", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_that_validates_messages_does_not_start_there()
    {
        var told = await host.FailAsync("--Code:Validate=true");
        Assert.Contains(
            """
            The program cannot start: it calls AddValidation, and messages of these handlers cannot be validated.
            """,
            told, StringComparison.Ordinal);
        Assert.Contains("  QueueRun.TestServer.Drafts.Save takes Draft", told, StringComparison.Ordinal);
        Assert.Contains("Here is version 11.0, without the type IValidatableInfo.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_compiler_makes_a_native_program()
    {
        var program = await NativeAot.PublishOnNet11Async(Repository.PathOf("tests", "QueueRun.BareServer", "QueueRun.BareServer.csproj"), asNative: true);
        Assert.False(File.Exists(program + ".dll"), "It was published, and not compiled.");
        await using var server = await ServerProcess.StartAsync(program);
        Assert.Equal("11.0.0 native", await server.Http.GetStringAsync("/runtime", TestContext.Current.CancellationToken));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("""{"test":"echo","text":"hi"}""");
        await client.ExpectTextAsync("hi");
        await client.SendAsync("""{"test":"numbers","values":[1,2]}""");
        await client.ExpectTextAsync("3");
        await client.SendAsync("""{"test":"send"}""");
        await client.ExpectJsonAsync(new { sent = "here" });
    }
}

public sealed class AllOnNet11(Net11Host host) : AllTests(host);
public sealed class AnonymousOnNet11(Net11Host host) : AnonymousTests(host);
public sealed class AnswersOnNet11(Net11Host host) : AnswersTests(host);
public sealed class AuthenticationOnNet11(Net11Host host) : AuthenticationTests(host);
public sealed class AuthorizationOnNet11(Net11Host host) : AuthorizationTests(host);
public sealed class CloseCodesOnNet11(Net11Host host) : CloseCodesTests(host);
public sealed class ClosingOnNet11(Net11Host host) : ClosingTests(host);
public sealed class CompressionOnNet11(Net11Host host) : CompressionTests(host);
public sealed class ConcurrencyOnNet11(Net11Host host) : ConcurrencyTests(host);
public sealed class ConnectingOnNet11(Net11Host host) : ConnectingTests(host);
public sealed class CurrentUserOnNet11(Net11Host host) : CurrentUserTests(host);
public sealed class EndpointsOnNet11(Net11Host host) : EndpointsTests(host);
public sealed class ErrorOnNet11(Net11Host host) : ErrorTests(host);
public sealed class ExpirationOnNet11(Net11Host host) : ExpirationTests(host);
public sealed class FailedJobsOnNet11(Net11Host host) : FailedJobTests(host);
public sealed class GuardedCallsOnNet11(Net11Host host) : GuardedCallsTests(host);
public sealed class GuardedRoomsOnNet11(Net11Host host) : GuardedRoomTests(host);
public sealed class HandOffOnNet11(Net11Host host) : HandOffTests(host);
public sealed class KindsOnNet11(Net11Host host) : KindsTests(host);
public sealed class ManyConnectionsOnNet11(Net11Host host) : ManyConnectionsTests(host);
public sealed class MessagesOnNet11(Net11Host host) : MessagesTests(host);
public sealed class NotInterceptedOnNet11(Net11Host host) : NotInterceptedTests(host);
public sealed class OptionsOnNet11(Net11Host host) : OptionsTests(host);
public sealed class OrderOnNet11(Net11Host host) : OrderTests(host);
public sealed class OriginOnNet11(Net11Host host) : OriginTests(host);
public sealed class OutboxOnNet11(Net11Host host) : OutboxTests(host);
public sealed class ParametersOnNet11(Net11Host host) : ParametersTests(host);
public sealed class PresenceOnNet11(Net11Host host) : PresenceTests(host);
public sealed class PushOnNet11(Net11Host host) : PushTests(host);
public sealed class RaceOnNet11(Net11Host host) : RaceTests(host);
public sealed class RecipientsOnNet11(Net11Host host) : RecipientsTests(host);
public sealed class ReturnsOnNet11(Net11Host host) : ReturnsTests(host);
public sealed class RoomHooksOnNet11(Net11Host host) : RoomHookTests(host);
public sealed class RoomLimitsOnNet11(Net11Host host) : RoomLimitTests(host);
public sealed class RoomMembersOnNet11(Net11Host host) : RoomMembersTests(host);
public sealed class RoomRecipientsOnNet11(Net11Host host) : RoomRecipientsTests(host);
public sealed class RoutesOnNet11(Net11Host host) : RoutesTests(host);
public sealed class SendOrderOnNet11(Net11Host host) : SendOrderTests(host);
public sealed class ShutdownOnNet11(Net11Host host) : ShutdownTests(host);
public sealed class StreamOnNet11(Net11Host host) : StreamTests(host);
public sealed class TimeoutOnNet11(Net11Host host) : TimeoutTests(host);
public sealed class UsersOnNet11(Net11Host host) : UsersTests(host);
// Not ValidationTests: messages cannot be validated there, as the API of Microsoft.Extensions.Validation 10 is missing.
public sealed class WireOnNet11(Net11Host host) : WireTests(host);
