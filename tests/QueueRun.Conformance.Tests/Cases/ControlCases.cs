using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Sections 2 to 4: pings and pongs, reserved bits, reserved opcodes.</summary>
internal static class ControlCases
{
    private const string Hello = "Hello, world!";

    private static readonly byte[] Longest = Fill(125, 0xFE);
    private static readonly string[] Numbered = [.. Enumerable.Range(0, 10).Select(i => $"ping {i}")];

    public static IEnumerable<Case> All =>
    [
        new Case("ping-empty", "2.1").Sends(Ping()).Gets(Opcode.Pong, []).Closes(),
        new Case("ping-text", "2.2").Sends(Ping(Hello)).Gets(Opcode.Pong, Utf8(Hello)).Closes(),
        new Case("ping-not-utf8", "2.3").Sends(RawWebSocket.Frame(Opcode.Ping, Hex("00FFFEFDFCFB00FF"))).Gets(Opcode.Pong, Hex("00FFFEFDFCFB00FF")).Closes(),
        new Case("ping-of-125", "2.4").Sends(RawWebSocket.Frame(Opcode.Ping, Longest)).Gets(Opcode.Pong, Longest).Closes(),
        new Case("ping-of-126", "2.5").Sends(RawWebSocket.Frame(Opcode.Ping, Fill(126, 0xFE))).Fails(1002),
        new Case("ping-of-125-byte-by-byte", "2.6").Sends(RawWebSocket.Frame(Opcode.Ping, Longest), piece: 1).Gets(Opcode.Pong, Longest).Closes(),
        new Case("pong-empty", "2.7").Sends(Pong()).Closes(),
        new Case("pong-text", "2.8").Sends(Pong("nobody asked")).Closes(),
        new Case("pong-then-ping", "2.9").Sends(Join(Pong("nobody asked"), Ping(Hello))).Gets(Opcode.Pong, Utf8(Hello)).Closes(),
        AnswersEach(new Case("pings-together", "2.10").Sends(Join(Numbered.Select(one => Ping(one))))),
        AnswersEach(new Case("pings-byte-by-byte", "2.11").Sends(Join(Numbered.Select(one => Ping(one))), piece: 1)),

        new Case("reserved-1", "3.1").Sends(Text(Hello, reserved: 1)).Fails(1002),
        new Case("reserved-2-after-a-message", "3.2").Sends(Join(Text(Hello), Text(Hello, reserved: 2), Ping())).GetsText(Hello).Fails(1002),
        new Case("reserved-3-frame-by-frame", "3.3").Sends(Text(Hello)).Sends(Text(Hello, reserved: 3)).Sends(Ping()).GetsText(Hello).Fails(1002),
        new Case("reserved-4-byte-by-byte", "3.4").Sends(Join(Text(Hello), Text(Hello, reserved: 4), Ping()), piece: 1).GetsText(Hello).Fails(1002),
        new Case("reserved-5-binary", "3.5").Sends(Binary(Hex("00FFFEFDFCFB00FF"), reserved: 5)).Fails(1002),
        new Case("reserved-6-binary", "3.6").Sends(Binary(Utf8(Hello), reserved: 6)).Fails(1002),
        new Case("reserved-7-close", "3.7").Sends(RawWebSocket.Frame(Opcode.Close, [], reserved: 7)).Fails(1002),

        .. ReservedOpcodes(3, "4.1"),
        .. ReservedOpcodes(11, "4.2"),
    ];

    private static Case AnswersEach(Case one)
    {
        foreach (var payload in Numbered) one.Gets(Opcode.Pong, Utf8(payload));
        return one.Closes();
    }

    /// <summary>Five opcodes without a meaning, alone and after a message, whole and byte by byte.</summary>
    private static IEnumerable<Case> ReservedOpcodes(int first, string section)
    {
        yield return new Case($"opcode-{first}", $"{section}.1").Sends(Of(first, "")).Fails(1002);
        yield return new Case($"opcode-{first + 1}-with-payload", $"{section}.2").Sends(Of(first + 1, "reserved")).Fails(1002);
        yield return After(2, "", piece: 0);
        yield return After(3, Hello, piece: 0);
        yield return After(4, Hello, piece: 1);

        static byte[] Of(int opcode, string payload) => RawWebSocket.Frame((Opcode)opcode, Utf8(payload));

        Case After(int which, string payload, int piece) => new Case($"opcode-{first + which}-after-a-message", $"{section}.{which + 1}")
            .Sends(Join(Text(Hello), Of(first + which, payload), Ping()), piece).GetsText(Hello).Fails(1002);
    }
}
