using System.IO.Compression;
using System.Text;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>One message to several who have negotiated different things.</summary>
public abstract class CompressionTests(ServerHost host) : BehaviourTests(host)
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate";

    [Fact]
    public async Task Those_who_offer_compression_get_it_and_the_others_the_same_message()
    {
        await using var server = await Host.StartAsync("--QueueRun:EnableCompression=true");
        await using var one = await RawWebSocket.ConnectAsync(server.Socket("user=ann"), headers: Offer);
        await using var two = await RawWebSocket.ConnectAsync(server.Socket("user=ann"), headers: Offer);
        await using var plain = await RawWebSocket.ConnectAsync(server.Socket("user=bob"));
        await using var sender = await server.ConnectAsUserAsync("carl");

        var text = string.Concat(Enumerable.Repeat("to whom it may concern, ", 200));
        await sender.SendJsonAsync(new { test = "send-to", to = (string[])["ann", "bob"], text });
        var (first, second, third) = (await one.ReceiveAsync(), await two.ReceiveAsync(), await plain.ReceiveAsync());
        Assert.Equal((4, 4, 0), (first!.Reserved, second!.Reserved, third!.Reserved));
        Assert.Equal(first.Payload, second.Payload);
        Assert.Equal(third.Text, Inflate(first.Payload));
        Assert.Contains(text, third.Text, StringComparison.Ordinal);

        // What is small goes as it is, and compressed messages are understood.
        await one.SendAsync(Opcode.Text, Deflate("""{"test":"echo","text":"small"}"""), reserved: 4);
        await one.ExpectAsync(Opcode.Text, "small");
    }

    private static byte[] Deflate(string text)
    {
        var target = new MemoryStream();
        using var deflating = new DeflateStream(target, CompressionLevel.Optimal);
        deflating.Write(Encoding.UTF8.GetBytes(text));
        deflating.Flush();
        return target.ToArray()[..^4];
    }

    private static string Inflate(byte[] message)
    {
        using var inflating = new DeflateStream(new MemoryStream([.. message, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        return new StreamReader(inflating).ReadToEnd();
    }
}

public sealed class CompressionInProcess(InProcessHost host) : CompressionTests(host);

public sealed class CompressionInBinary(BinaryHost host) : CompressionTests(host);
