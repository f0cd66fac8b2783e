using System.Text;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>A client breaks the protocol while what it sent before is still being handled.</summary>
public abstract class ViolationTests(ServerHost host) : BehaviourTests(host)
{
    private static readonly byte[] Wrong = RawWebSocket.Frame(Opcode.Text, "{}"u8.ToArray(), reserved: 2);

    [Fact]
    public async Task What_was_whole_before_it_is_answered_in_order_and_then_comes_the_code()
    {
        var key = Fresh("gate");
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendBytesAsync([.. Text($$"""{"test":"hold","key":"{{key}}","line":"held"}"""), .. Echo("next"), .. Echo("last"), .. Wrong, .. Echo("late")]);
        await Server.ExpectJournalAsync(key, "held begins");
        await Server.OpenGateAsync(key);
        foreach (var expected in (string[])["held", "next", "last"]) await raw.ExpectAsync(Opcode.Text, expected);
        await raw.ExpectCloseAsync(1002);
        await Server.ExpectJournalAsync(key, "held begins", "held ends");
    }

    [Fact]
    public async Task Whoever_signs_in_and_breaks_it_is_signed_in_and_answered()
    {
        var ann = Fresh("ann");
        await using var raw = await Server.ConnectRawAsync("");
        await raw.SendBytesAsync([.. Text($$"""{"user":"{{ann}}"}"""), .. Echo("in"), .. Wrong]);
        await raw.ExpectAsync(Opcode.Text, "in");
        await raw.ExpectCloseAsync(1002);
        await raw.DisposeAsync();
        await Server.ExpectOnlineAsync(ann, false);
    }

    /// <summary>Its own close frame comes after what was wrong, and is not what ends the connection.</summary>
    [Fact]
    public async Task Whoever_breaks_it_and_closes_hears_what_was_wrong()
    {
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendBytesAsync([.. Echo("answered"), .. Wrong, .. RawWebSocket.Frame(Opcode.Close, [0x03, 0xE8])]);
        await raw.ExpectAsync(Opcode.Text, "answered");
        await raw.ExpectCloseAsync(1002);
        Assert.Null(await raw.ReceiveAsync());
    }

    [Fact]
    public async Task A_handler_that_was_late_is_told_and_not_waited_for()
    {
        var key = Fresh("gate");
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendBytesAsync([.. Text($$"""{"test":"ignore","key":"{{key}}"}"""), .. Echo("next"), .. Wrong]);
        await raw.ExpectAsync(Opcode.Text, """{"error":"timed out"}""");
        await raw.ExpectAsync(Opcode.Text, "next");
        await raw.ExpectCloseAsync(1002);
        await Server.OpenGateAsync(key);
        await Server.ExpectJournalAsync(key, "begins", "ends");
    }

    private static byte[] Text(string text) => RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes(text));

    private static byte[] Echo(string text) => Text($$"""{"test":"echo","text":"{{text}}"}""");

    /// <summary>In a time that goes only when the test says so.</summary>
    public sealed class OverTime
    {
        [Fact]
        public async Task A_handler_that_does_not_end_keeps_the_code_for_five_seconds()
        {
            await using var host = await VirtualTimeServer.StartAsync();
            await using var raw = await host.Server.ConnectRawAsync("user=ann");
            await raw.SendBytesAsync([.. Echo("first"), .. Text("""{"test":"hold","key":"gate","line":"held"}"""), .. Wrong]);
            await raw.ExpectAsync(Opcode.Text, "first");
            await host.Server.ExpectJournalAsync("gate", "held begins");
            var next = raw.ReceiveAsync();
            var passed = 0.0;
            for (; !next.IsCompleted; passed += 0.5)
            {
                host.Time.Advance(TimeSpan.FromSeconds(0.5));
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
            }

            Assert.InRange(passed, 5, 20); // of the 60 that the handler has
            Assert.Equal((Opcode.Close, "03EA"), ((await next)!.Opcode, Convert.ToHexString((await next)!.Payload[..2])));

            // Whoever answers nothing has the time of a close, and then the handler is cancelled.
            await raw.DisposeAsync();
            await host.Server.ExpectJournalAsync("gate", "held begins", "held cancelled");
        }
    }
}

public sealed class ViolationInProcess(InProcessHost host) : ViolationTests(host);

public sealed class ViolationInBinary(BinaryHost host) : ViolationTests(host);
