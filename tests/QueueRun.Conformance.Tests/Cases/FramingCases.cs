using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Sections 1 and 10: messages of every form of length, whole, in pieces and in fragments.</summary>
internal static class FramingCases
{
    private static readonly int[] Lengths = [0, 125, 126, 127, 128, 65535, 65536];

    public static IEnumerable<Case> All =>
    [
        .. Of("text", Opcode.Text, (byte)'*', "1.1"),
        .. Of("binary", Opcode.Binary, 0xFE, "1.2"),
        new Case("fragments-of-1300", "10.1.1")
            .Sends(Fragments(Opcode.Text, Fill(65536, (byte)'*'), 1300)).Gets(Opcode.Text, Fill(65536, (byte)'*')).Closes(),
    ];

    private static IEnumerable<Case> Of(string kind, Opcode opcode, byte fill, string section)
    {
        for (var i = 0; i < Lengths.Length; i++)
        {
            var payload = Fill(Lengths[i], fill);
            yield return new Case($"{kind}-of-{Lengths[i]}", $"{section}.{i + 1}").Sends(RawWebSocket.Frame(opcode, payload)).Gets(opcode, payload).Closes();
        }

        // As the network may deliver it.
        var large = Fill(65536, fill);
        yield return new Case($"{kind}-in-pieces", $"{section}.8").Sends(RawWebSocket.Frame(opcode, large), piece: 997).Gets(opcode, large).Closes();
    }
}
