namespace QueueRun.Ports.Tests;

/// <summary>Calls that last: what their timeout means for them.</summary>
public abstract class TimeoutTests(PortsHost host) : PortTests(host)
{
    protected override string[] Options => ["--QueueRun:DefaultTimeout=00:00:02"];

    [Fact]
    public async Task Typing_ends_and_watching_a_closed_market_does_not()
    {
        var (bobName, room) = (Fresh("bob"), Fresh("room"));
        var (ann, bob) = (await ConnectAsync(Fresh("ann")), await ConnectAsync(bobName));
        await ann.CallAsync(new { action = "enter-room", room });
        await bob.CallAsync(new { action = "enter-room", room });
        var watching = await ann.PostAsync(new { action = "watch-market" });
        var typing = await bob.PostAsync(new { action = "type", room });

        var tab = TypingTests.Begins(await ann.EventAsync("typing"), bobName);
        Assert.Equal("timed out", PortClient.Error(await bob.AnswerAsync(typing)));
        Assert.Equal(tab, TypingTests.Ends(await ann.EventAsync("typing"), bobName));

        // The state is sent again in time: an element for each half of the timeout.
        for (var i = 0; i < 3; i++) Assert.False((await ann.ItemAsync(watching)).GetProperty("open").GetBoolean());
    }
}

public sealed class TimeoutBuiltTests(BuiltPorts host) : TimeoutTests(host);

public sealed class TimeoutNativeTests(NativePorts host) : TimeoutTests(host);
