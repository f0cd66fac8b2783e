using System.Globalization;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What waits for a reader who is slow, what does not, and what it costs.</summary>
public abstract class OutboxTests(ServerHost host) : BehaviourTests(host)
{
    private const int Size = 60_000;
    private const int Count = 300;

    /// <summary>Half of the outbox, and what the pipes and the kernel hold on the way: far less than is sent.</summary>
    private const int OnTheWay = 10_000_000 / Size;

    /// <summary>A client with hardly any buffer, who has not begun to read.</summary>
    private Task<RawWebSocket> ConnectSlowAsync(string user) => Server.ConnectRawAsync($"user={user}", receiveBuffer: 4096);

    private static async Task ExpectParcelAsync(RawWebSocket raw, int number)
    {
        var frame = await raw.ReceiveAsync();
        Assert.NotNull(frame);
        Assert.Equal((Opcode.Text, true), (frame.Opcode, frame.Final));
        Assert.Equal($"{number} {new string('x', Size)}", frame.Text);
    }

    /// <summary>How often it was written down, when no more is added.</summary>
    private Task<int> CountAsync(string key) => CountAsync(Server, key);

    private static async Task<int> CountAsync(ServerUnderTest server, string key)
    {
        var before = -1;
        return await Patience.EventuallyAsync(
            async () =>
            {
                before = (await server.JournalAsync(key)).Length;
                // Between its count and its wait a method may be without a thread for a while, if others have so much to do.
                for (var round = 0; round < 10; round++) await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.IsOnlineAsync("anybody")));
                return (await server.JournalAsync(key)).Length;
            },
            now => now == before && now > 0);
    }

    [Theory]
    [InlineData("send-much")]
    [InlineData("stream-much")]
    public async Task Sends_to_the_own_connection_and_elements_wait_for_room(string test)
    {
        var key = Fresh("waits");
        await using var slow = await ConnectSlowAsync(Fresh("ann"));
        await slow.SendTextAsync($$"""{"test":"{{test}}","key":"{{key}}","count":{{Count}},"size":{{Size}}}""");
        Assert.InRange(await CountAsync(key), 1, OnTheWay);
        for (var n = 0; n < Count; n++)
        {
            await ExpectParcelAsync(slow, n);
            if (n == 50) Assert.InRange((await Server.JournalAsync(key)).Length, 1, 51 + OnTheWay);
        }

        await slow.SendTextAsync("""{"test":"echo","text":"done"}""");
        await slow.ExpectAsync(Opcode.Text, "done");
    }

    /// <summary>A client that asks and asks and reads no answer is not read either, and is not closed for it.</summary>
    [Fact]
    public async Task Returned_values_wait_for_room()
    {
        await using var slow = await ConnectSlowAsync(Fresh("ann"));
        var asking = Task.Run(async () =>
        {
            for (var n = 0; n < Count; n++)
                await slow.SendTextAsync($$"""{"test":"echo","text":"{{n}} {{new string('x', Size)}}"}""");
        }, TestContext.Current.CancellationToken);
        for (var n = 0; n < Count; n++) await ExpectParcelAsync(slow, n);
        await asking;
    }

    /// <summary>Neither the method nor its client hears that the time was over, when all that was late is the client.</summary>
    [Fact]
    public async Task The_wait_for_room_is_not_the_methods_time()
    {
        await using var host = await VirtualTimeServer.StartAsync("--QueueRun:KeepAliveInterval=1.00:00:00");
        var key = Fresh("waits");
        await using var slow = await host.Server.ConnectRawAsync($"user={Fresh("ann")}", receiveBuffer: 4096);
        await slow.SendTextAsync($$"""{"test":"stream-much","key":"{{key}}","count":{{Count}},"size":{{Size}}}""");
        Assert.InRange(await CountAsync(host.Server, key), 1, OnTheWay);
        for (var minutes = 0; minutes < 3; minutes++) host.Time.Advance(TimeSpan.FromMinutes(1)); // the method has one
        for (var n = 0; n < Count; n++) await ExpectParcelAsync(slow, n);
        await slow.SendTextAsync("""{"test":"echo","text":"done"}""");
        await slow.ExpectAsync(Opcode.Text, "done");
    }

    [Theory]
    [InlineData("send-much")]
    [InlineData("stream-much")]
    public async Task Whoever_waits_for_room_is_let_go_when_the_client_leaves(string test)
    {
        var (ann, key) = (Fresh("ann"), Fresh("waits"));
        await using var slow = await ConnectSlowAsync(ann);
        await slow.SendTextAsync($$"""{"test":"{{test}}","key":"{{key}}","count":{{Count}},"size":{{Size}}}""");
        await CountAsync(key);
        slow.Vanish();
        await Server.ExpectOnlineAsync(ann, false);
        if (test == "stream-much") await Patience.EventuallyAsync(() => Server.JournalAsync(key), seen => seen[^1] == "disposed");
    }

    /// <summary>The current user has another device: a send to both waits for none, and the slow one pays alone.</summary>
    [Fact]
    public async Task Sends_to_more_than_the_own_connection_never_wait()
    {
        var ann = Fresh("ann");
        await using var slow = await ConnectSlowAsync(ann);
        await using var quick = await Server.ConnectRawAsync($"user={ann}");
        await Server.ExpectOnlineAsync(ann, true);

        // The slow one reads soon after it was closed: it has only the seconds of a close for that.
        const int Overflown = 200;
        var told = Task.CompletedTask;
        for (var n = 0; n < Count; n++)
        {
            if (n == Overflown) told = ExpectTooSlowAsync(slow);
            await quick.SendTextAsync($$"""{"test":"send-much-to","key":"-","first":{{n}},"count":1,"size":{{Size}}}""");
            await ExpectParcelAsync(quick, n);
            await quick.ExpectAsync(Opcode.Text, "reached 1");
        }

        await told;
    }

    [Fact]
    public async Task A_reader_who_is_too_slow_is_told_after_what_was_on_its_way()
    {
        var ann = Fresh("ann");
        await using var slow = await ConnectSlowAsync(ann);
        await using var sender = await Server.ConnectAsUserAsync(Fresh("bob"));
        await Server.ExpectOnlineAsync(ann, true);
        await sender.SendJsonAsync(new { test = "send-much-to", key = "-", count = Count, size = Size, to = new[] { ann } });
        var reached = (await sender.ReceiveAsync()).Text;
        Assert.InRange(int.Parse(reached.Split(' ')[1], CultureInfo.InvariantCulture), 1, Count - 1);
        await ExpectTooSlowAsync(slow);
        await Server.ExpectOnlineAsync(ann, false);
    }

    /// <summary>Whole messages, in order from the first, and then the close.</summary>
    private static async Task ExpectTooSlowAsync(RawWebSocket slow)
    {
        for (var n = 0; ; n++)
        {
            var frame = await slow.ReceiveAsync();
            Assert.NotNull(frame);
            if (frame.Opcode is Opcode.Close)
            {
                Assert.Equal([0x03, 0xF0, .. "too slow"u8], frame.Payload);
                Assert.InRange(n, 1, Count - 1);
                break;
            }

            Assert.Equal($"{n} {new string('x', Size)}", frame.Text);
        }

        await slow.SendCloseAsync(1008);
        await slow.ExpectEndAsync();
    }

    [Theory]
    [InlineData("text", false)]
    [InlineData("binary", false)]
    [InlineData("json", false)]
    [InlineData("text", true)]
    public async Task A_message_larger_than_an_outbox_is_an_error_and_nothing_is_sent(string kind, bool named)
    {
        var (ann, bob) = (Fresh("ann"), Fresh("bob"));
        await using var sender = await Server.ConnectAsUserAsync(ann);
        await using var receiver = await Server.ConnectAsUserAsync(bob);
        await receiver.ExpectNothingAsync();
        var to = named ? new[] { bob } : null;
        await sender.SendJsonAsync(new { test = "send-large", key = "-", size = 1_048_577, kind, to });
        var error = (await sender.ReceiveAsync()).Text;
        Assert.StartsWith("ArgumentException: ", error, StringComparison.Ordinal);
        Assert.Contains("MaxOutboxSize", error, StringComparison.Ordinal);
        await sender.ExpectNothingAsync();
        await receiver.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_message_as_large_as_an_outbox_is_sent()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-large", key = "-", size = 1_048_000, kind = "text" });
        Assert.Equal(1_048_000, (await client.ReceiveAsync()).Bytes.Length);
        await client.ExpectTextAsync("sent");
    }

    [Fact]
    public async Task A_returned_value_that_is_too_large_is_an_error_for_the_client()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "return-large", key = "-", size = 1_048_577 });
        await client.ExpectErrorAsync("internal error");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_limit_is_an_option()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxOutboxSize=1024");
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "send-large", key = "-", size = 1000, kind = "text" });
        Assert.Equal(1000, (await client.ReceiveAsync()).Bytes.Length);
        await client.ExpectTextAsync("sent");
        await client.SendJsonAsync(new { test = "send-large", key = "-", size = 1025, kind = "text" });
        Assert.StartsWith("ArgumentException: ", (await client.ReceiveAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_encoded_once_however_many_receive_it()
    {
        var (ann, bob) = (Fresh("ann"), Fresh("bob"));
        await using var sender = await Server.ConnectAsUserAsync(Fresh("eve"));
        var devices = new List<SocketClient>();
        foreach (var user in new[] { ann, ann, bob })
        {
            devices.Add(await Server.ConnectAsUserAsync(user));
            await devices[^1].ExpectNothingAsync();
        }

        await sender.SendJsonAsync(new { test = "send-counted", to = new[] { ann, bob }, text = "" });
        await sender.ExpectTextAsync("1");
        foreach (var device in devices)
        {
            await device.ExpectTextAsync("""{"value":1}""");
            await device.DisposeAsync();
        }
    }
}

public sealed class OutboxInProcess(InProcessHost host) : OutboxTests(host);

public sealed class OutboxInBinary(BinaryHost host) : OutboxTests(host);
