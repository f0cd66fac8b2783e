using System.Globalization;
using System.Net.WebSockets;
using QueueRun.Conformance.Cases;

namespace QueueRun.Conformance;

/// <summary>The table, sections 12 and 13: messages compressed both ways, with what was negotiated.</summary>
public sealed class CompressionTests(CompressingEchoFixture server) : IClassFixture<CompressingEchoFixture>
{
    /// <summary>Messages per case: the suite sends 1000, which takes minutes for all cases together.</summary>
    private static readonly int Messages = int.Parse(Environment.GetEnvironmentVariable("QUEUERUN_CONFORMANCE_MESSAGES") ?? "10", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, CompressionCase> Table = CompressionCases.All.ToDictionary(one => one.ToString());

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_case_of_the_table_holds(string name)
    {
        var one = Table[name];
        await using var client = await RawWebSocket.OpenAsync(server.Socket);
        var head = await client.RequestAsync([.. RawWebSocket.Handshake(server.Socket), $"Sec-WebSocket-Extensions: {one.Offers}"]);
        var answer = head.Split("\r\n").SingleOrDefault(line => line.StartsWith("Sec-WebSocket-Extensions: ", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(one.Answer, answer?.Split(": ")[1]);

        // A declined offer is no error: the same messages go uncompressed.
        for (var i = 0; i < Messages; i++)
        {
            var message = one.Message(i);
            await client.SendBytesAsync(one.Answer is null ? RawWebSocket.Frame(one.Opcode, message) : one.Frames(message));
            var frame = await client.ReceiveAsync();
            Assert.NotNull(frame);
            Assert.Equal((one.Opcode, true), (frame.Opcode, frame.Final));
            Assert.True(frame.Reserved == 0 || (frame.Reserved == 4 && one.Answer is not null), "Compressed, though that was not negotiated.");
            Assert.True(message.AsSpan().SequenceEqual(frame.Reserved == 4 ? CompressionCase.Inflate(frame.Payload) : frame.Payload), "The echo differs.");
            if (one is { Answer: not null, Shrinks: true } && message.Length >= 1024) Assert.InRange(frame.Payload.Length, 1, message.Length / 2);
        }

        await new Case(one.Id, one.Suite).Closes().RunAsync(client);
    }

    /// <summary>The same number as in the suite.</summary>
    [Theory, InlineData("12", 90), InlineData("13", 126)]
    public void A_section_is_whole(string section, int count)
        => Assert.Equal(count, Table.Values.Where(one => one.Suite.Split('.')[0] == section).DistinctBy(one => one.Suite).Count());

    /// <summary>All offers of this client, over HTTP/1.1 and HTTP/2.</summary>
    [Theory]
    [InlineData(15, true, 15, true, true), InlineData(9, true, 15, true, true), InlineData(15, false, 15, false, true)]
    [InlineData(15, true, 9, true, true), InlineData(9, false, 9, false, false), InlineData(15, true, 15, true, false)]
    public async Task Another_implementation_talks_to_us(int clientBits, bool clientTakeover, int serverBits, bool serverTakeover, bool http2)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new()
        {
            ClientMaxWindowBits = clientBits, ClientContextTakeover = clientTakeover, ServerMaxWindowBits = serverBits, ServerContextTakeover = serverTakeover,
        };
        if (http2) (client.Options.HttpVersion, client.Options.HttpVersionPolicy) = (new(2, 0), HttpVersionPolicy.RequestVersionExact);
        await client.ConnectAsync(http2 ? server.Http2Socket : server.Socket, invoker, CancellationToken.None).WithinLimitAsync("the connection");

        var buffer = new byte[100_000];
        foreach (var length in (int[])[0, 1, 100, 1024, 100_000, 5, 99_999])
        {
            var message = Frames.Fill(length, Frames.Utf8("compressed both ways, "));
            await client.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
            var received = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await client.ReceiveAsync(buffer.AsMemory(received), CancellationToken.None).AsTask().WithinLimitAsync("a message");
                received += result.Count;
            }
            while (!result.EndOfMessage);
            Assert.True(message.AsSpan().SequenceEqual(buffer.AsSpan(0, received)), "The echo differs.");
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinLimitAsync("the close");
    }
}
