namespace QueueRun.Behaviour;

/// <summary>At start: the container is asked for what methods need of it.</summary>
public abstract class ServicesTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Services_that_are_missing_stop_the_program_with_every_method_and_type()
    {
        var said = await Host.FailAsync("--Code:Forget=true");
        Assert.Contains("its methods need services that are not registered", said, StringComparison.Ordinal);
        Assert.Contains("QueueRun.TestServer.Parameters.Services needs QueueRun.TestServer.Once", said, StringComparison.Ordinal);
        Assert.Contains("QueueRun.TestServer.Parameters.Services needs QueueRun.TestServer.IGreeter with the key \"polite\"", said, StringComparison.Ordinal);
        Assert.Contains("QueueRun.TestServer.Parameters.Scoped needs QueueRun.TestServer.Once", said, StringComparison.Ordinal);
        Assert.DoesNotContain("IMissing", said, StringComparison.Ordinal); // its parameter is nullable
    }
}

public sealed class ServicesInProcess(InProcessHost host) : ServicesTests(host);

public sealed class ServicesInBinary(BinaryHost host) : ServicesTests(host);

/// <summary>The same for every kind of method, each a program of its own.</summary>
public sealed class MissingServicesTests
{
    private const string Types = "public interface IClock; public sealed class Box<T>; ";

    [Theory]
    [InlineData("[SocketHandler(\"x=1\")] internal static void M(IClock clock) { }", "Life.M needs IClock")]
    [InlineData("[SocketHandler(\"x=1\"), SocketHandler(\"x=2\")] internal static void M([Microsoft.AspNetCore.Mvc.FromServices] System.Collections.Generic.List<string[]> all) { }", "Life.M needs System.Collections.Generic.List<System.String[]>")]
    [InlineData("[Authenticate] internal static SocketUser? M(IClock clock) => null;", "Life.M needs IClock")]
    [InlineData("[OnConnect] internal static void M(Box<Life.Inner> box) { } public sealed class Inner;", "Life.M needs Box<Life.Inner>")]
    [InlineData("[OnOnline] internal static void M(string userId, IClock clock) { } [Authenticate] internal static SocketUser? A(string data) => null;", "Life.M needs IClock")]
    [InlineData("[OnOffline] internal static void M([FromKeyedServices(7)] Notes notes) { } [Authenticate] internal static SocketUser? A(string data) => null;", "Life.M needs Notes with the key 7")]
    [InlineData("[QueueHandler] internal static void M(string job, IClock clock) { }", "Life.M needs IClock")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M(IClock clock) { }", "Life.M needs IClock")]
    [InlineData("[SocketHandler(\"x=1\")] internal static void M(IQueue<int> queue) { }", "Life.M needs QueueRun.IQueue<System.Int32>, and no method marked [QueueHandler] takes such jobs")]
    public async Task Each_is_named(string method, string said)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync($"{Types} internal static class Life {{ {method} }}"));
        Assert.Equal(1, failure.Message.Split(" needs ").Length - 1);
        Assert.Contains($"\n  {said}", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Register them in builder.Services. If a service may be missing, make its parameter nullable or give it a default value.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_class_is_built_with_counts_too()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync(
            $"{Types} internal sealed class Life(IClock clock) {{ [SocketHandler(\"x=1\")] internal string M() => clock.ToString()!; }}"));
        Assert.Contains("Life.M needs IClock", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_are_named_at_once_in_order()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync(
            $"{Types} internal static class Life {{ [SocketHandler(\"x=2\")] internal static void Z(IClock clock, Box<int> box) {{ }} [SocketHandler(\"x=1\")] internal static void A(IClock clock) {{ }} }}"));
        Assert.Contains(string.Join(Environment.NewLine, "  Life.A needs IClock", "  Life.Z needs Box<System.Int32>", "  Life.Z needs IClock"), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IClock? clock")]
    [InlineData("IClock clock = null!")]
    [InlineData("[FromKeyedServices(\"x\")] IClock? clock")]
    [InlineData("System.Collections.Generic.IList<int>? data, ILogger<Notes> log, IServiceProvider services, IServiceScopeFactory scopes, [Microsoft.AspNetCore.Mvc.FromServices] System.Collections.Generic.IEnumerable<IClock> all")]
    [InlineData("Microsoft.Extensions.Options.IOptions<Notes> options, ISockets sockets, IHttpContextAccessor accessor, TimeProvider time")]
    [InlineData("[FromKeyedServices(\"any\")] Visit visit")]
    public async Task What_may_be_missing_or_is_always_there_stops_nothing(string parameter)
    {
        await using var server = await SmallProgram.StartAsync($$"""
            {{Types}}
            static partial class Start { static partial void Configure(IServiceCollection services) => services.AddKeyedScoped<Visit>(KeyedService.AnyKey); }
            internal static class Life { [SocketHandler("x=1")] internal static string M({{parameter}}) => "called"; }
            """);
        await using var client = await server.ConnectAsync("");
        await client.SendJsonAsync(new { x = 1 });
        if (!parameter.StartsWith("System", StringComparison.Ordinal)) await client.ExpectTextAsync("called");
    }
}
