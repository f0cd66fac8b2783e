using System.Buffers.Binary;
using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance;

/// <summary>
/// A complete message right before a violation is handled and answered, and then the connection fails. The suite calls any other behaviour
/// non-strict (3.2 to 3.4, 4.1.3 to 4.1.5, 4.2.3 to 4.2.5, 5.15); here all kinds of messages come before all kinds of violations.
/// </summary>
public sealed class BeforeViolationTests(CompressingEchoFixture server) : IClassFixture<CompressingEchoFixture>
{
    private const string Hello = "Hello, world!";

    /// <summary>Valid messages, and their echoes.</summary>
    private static readonly (string Name, byte[] Bytes, (Opcode Opcode, byte[] Payload)[] Echo)[] Right =
    [
        ("text", Text(Hello), [(Opcode.Text, Utf8(Hello))]),
        ("binary", Binary(Hex("00FF")), [(Opcode.Binary, Hex("00FF"))]),
        ("empty", Text(""), [(Opcode.Text, [])]),
        ("fragments", Join(Text("a", final: false), More("b", final: false), More("c")), [(Opcode.Text, Utf8("abc"))]),
        ("large", Binary(new byte[100_000]), [(Opcode.Binary, new byte[100_000])]),
        ("many", Join(Enumerable.Range(0, 50).Select(i => Text($"message {i}"))), [.. Enumerable.Range(0, 50).Select(i => (Opcode.Text, Utf8($"message {i}")))]),
    ];

    private static readonly (string Name, byte[] Bytes, int Code)[] Wrong =
    [
        ("reserved bit", Join(Text(Hello, reserved: 2), Ping()), 1002),
        ("reserved opcode", Join(RawWebSocket.Frame((Opcode)4, []), Ping()), 1002),
        ("not masked", RawWebSocket.Frame(Opcode.Text, [], masked: false), 1002),
        ("continuation of no message", More("x"), 1002),
        ("message inside of another", Join(Text("a", final: false), Text("b")), 1002),
        ("not UTF-8", Text([0xFF]), 1007),
        ("not deflate", RawWebSocket.Frame(Opcode.Text, [0xFF, 0xFF], reserved: 4), 1007),
        ("too big", Hex("82FF0000000002000000"), 1009),
        ("bad close", Close(1005), 1002),
        ("then a close", Join(Ping(final: false), Close(1000)), 1002),
    ];

    public static TheoryData<string, string> Pairs => [.. Right.SelectMany(_ => Wrong, (right, wrong) => (right.Name, wrong.Name))];

    [Theory, MemberData(nameof(Pairs))]
    public async Task It_is_answered(string right, string wrong)
    {
        var (_, message, echo) = Right.Single(one => one.Name == right);
        var (_, violation, code) = Wrong.Single(one => one.Name == wrong);
        foreach (var piece in message.Length < 1000 ? (int[])[0, 1, message.Length] : [0])
        {
            await using var client = await RawWebSocket.ConnectAsync(server.Socket, headers: "Sec-WebSocket-Extensions: permessage-deflate");
            var expected = new Case(right, wrong).Sends(Join(message, violation), piece);
            foreach (var (opcode, payload) in echo) expected.GetsMaybeCompressed(opcode, payload);
            await expected.Fails(code).RunAsync(client);
        }
    }

    /// <summary>
    /// A client that answers with the server's code sees the end at once; one with another answer, or none, sees it soon.
    /// </summary>
    [Theory, InlineData(1000), InlineData(null)]
    public async Task Whoever_waits_for_the_servers_end_sees_it_soon(int? answer)
    {
        await using var client = await RawWebSocket.ConnectAsync(server.Socket);
        await client.SendBytesAsync(Join(Text(Hello), Text(Hello, reserved: 2), Text("late")));
        await client.ExpectAsync(Opcode.Text, Hello);
        await client.ExpectCloseAsync(1002);
        if (answer is { } code) await client.SendBytesAsync(Close(code));
        Assert.Null(await client.ReceiveAsync()); // in order, although the client keeps its side open
    }

    /// <summary>A socket that is closed with unread bytes is reset, and the reset overtakes the close frame.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task Whoever_is_still_sending_gets_the_code_and_no_reset(bool closes)
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 8; i++)
            {
                await using var client = await RawWebSocket.ConnectAsync(server.Socket);
                var noise = new byte[random.Next(100, 100_000)];
                random.NextBytes(noise);
                byte[] stream = [.. Text(Hello), .. closes ? Close(1000) : Text(Hello, reserved: 2), .. noise];
                var sending = Task.Run(async () =>
                {
                    var at = 0;
                    while (at < stream.Length)
                    {
                        var count = Math.Min(random.Next(at == 0 ? 100 : 1, 8192), stream.Length - at);
                        await client.SendBytesAsync(stream[at..(at + count)]);
                        at += count;
                    }
                });
                if (!closes) await client.ExpectAsync(Opcode.Text, Hello);
                var frame = await client.ReceiveAsync();
                if (frame!.Opcode is Opcode.Text) frame = await client.ReceiveAsync();
                Assert.Equal((Opcode.Close, closes ? 1000 : 1002), (frame!.Opcode, BinaryPrimitives.ReadUInt16BigEndian(frame.Payload)));
                await sending;
                Assert.Null(await client.ReceiveAsync());
            }
        })));
    }
}
