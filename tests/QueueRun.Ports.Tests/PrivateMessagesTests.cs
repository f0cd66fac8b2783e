namespace QueueRun.Ports.Tests;

public abstract class PrivateMessagesTests(PortsHost host) : PortTests(host)
{
    [Fact]
    public async Task All_devices_of_both_get_it_except_the_tab_that_sent_it()
    {
        var (annName, bobName) = (Fresh("ann"), Fresh("bob"));
        var (sender, other) = (await ConnectAsync(annName), await ConnectAsync(annName));
        PortClient[] bob = [await ConnectAsync(bobName), await ConnectAsync(bobName)];
        var cid = await ConnectAsync(Fresh("cid"));

        var receipt = await sender.CallAsync(new { action = "tell", to = bobName, text = " Hello " });
        Assert.True(receipt.GetProperty("delivered").GetBoolean());
        foreach (var device in bob.Append(other))
        {
            var told = Assert.Single(await device.EventsAsync("told"));
            Assert.Equal((annName, bobName, "Hello"), (told.GetProperty("from").GetString(), told.GetProperty("to").GetString(), told.GetProperty("text").GetString()));
            Assert.Equal(receipt.GetProperty("id").GetInt64(), told.GetProperty("id").GetInt64());
            Assert.Equal(receipt.GetProperty("at").GetDateTimeOffset(), told.GetProperty("at").GetDateTimeOffset());
        }
        Assert.Empty(await sender.EventsAsync("told"));
        Assert.Empty(await cid.EventsAsync("told"));

        // The receipt is about the recipient's devices, not about one's own.
        receipt = await sender.CallAsync(new { action = "tell", to = Fresh("nobody"), text = "Hello" });
        Assert.False(receipt.GetProperty("delivered").GetBoolean());
        await other.EventAsync("told");
        receipt = await cid.CallAsync(new { action = "tell", to = bobName, text = "Hello" });
        Assert.True(receipt.GetProperty("delivered").GetBoolean());

        // A note to oneself goes to one's other devices.
        receipt = await sender.CallAsync(new { action = "tell", to = annName, text = "Bread" });
        Assert.True(receipt.GetProperty("delivered").GetBoolean());
        Assert.Single(await other.EventsAsync("told"));
        Assert.Empty(await sender.EventsAsync("told"));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_told()
    {
        var ann = await ConnectAsync(Fresh("ann"));
        Assert.Equal("To whom?", await ann.FailAsync(new { action = "tell", text = "Hello" }));
        Assert.Equal("To whom?", await ann.FailAsync(new { action = "tell", to = "", text = "Hello" }));
        Assert.Equal("A text has 1 to 1000 characters.", await ann.FailAsync(new { action = "tell", to = "bob", text = " " }));
        Assert.Equal("not authenticated", await (await ConnectAsync()).FailAsync(new { action = "tell", to = "bob", text = "Hello" }));
    }
}

public sealed class PrivateMessagesBuiltTests(BuiltPorts host) : PrivateMessagesTests(host);

public sealed class PrivateMessagesNativeTests(NativePorts host) : PrivateMessagesTests(host);
