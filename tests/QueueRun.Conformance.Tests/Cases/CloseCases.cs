using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Section 7: closing.</summary>
internal static class CloseCases
{
    private const string Hello = "Hello, world!";

    private static readonly int[] Allowed = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    private static readonly int[] Refused = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

    public static IEnumerable<Case> All =>
    [
        new Case("message-then-close", "7.1.1").Sends(Text(Hello)).GetsText(Hello).Closes(),
        new Case("two-closes", "7.1.2").Sends(Join(Close(1000), RawWebSocket.Frame(Opcode.Close, []))).IsClosed(1000),
        new Case("ping-after-close", "7.1.3").Sends(Join(Close(1000), Ping())).IsClosed(1000),
        new Case("message-after-close", "7.1.4").Sends(Join(Close(1000), Text(Hello))).IsClosed(1000),
        new Case("close-between-fragments", "7.1.5").Sends(Join(Text("a", final: false), Close(1000), More("b"))).IsClosed(1000),

        // A message before the close is handled, but its answer may be too late: the suite allows both, and so do we.
        new Case("large-message-then-close", "7.1.6").Sends(Text(Fill(256 * 1024, Utf8("BAsd7&jh23")))).Gets(Opcode.Text, Fill(256 * 1024, Utf8("BAsd7&jh23")))
            .Sends(Join(Close(1000), Ping())).IsClosed(1000),

        new Case("close-empty", "7.3.1").Sends(RawWebSocket.Frame(Opcode.Close, [])).IsClosed(null),
        new Case("close-of-one-byte", "7.3.2").Sends(RawWebSocket.Frame(Opcode.Close, [(byte)'a'])).Fails(1002),
        new Case("close-with-code", "7.3.3").Sends(Close(1000)).IsClosed(1000),
        new Case("close-with-reason", "7.3.4").Sends(Close(1000, Utf8(Hello))).IsClosed(1000),
        new Case("close-with-longest-reason", "7.3.5").Sends(Close(1000, Fill(123, (byte)'*'))).IsClosed(1000),
        new Case("close-too-long", "7.3.6").Sends(Close(1000, Fill(124, (byte)'*'))).Fails(1002),
        new Case("close-reason-not-utf8", "7.5.1").Sends(Close(1000, [.. Utf8("κόσμε"), .. Hex("EDA080"), .. Utf8("edited")])).Fails(1007),

        .. Allowed.Select((code, i) => new Case($"close-with-{code}", $"7.7.{i + 1}").Sends(Close(code)).IsClosed(code)),
        .. Refused.Select((code, i) => new Case($"close-with-{code}", $"7.9.{i + 1}").Sends(Close(code)).Fails(1002)),
        new Case("close-with-5000", "7.13.1").Sends(Close(5000)).Fails(1002),
        new Case("close-with-65535", "7.13.2").Sends(Close(65535)).Fails(1002),
    ];
}
