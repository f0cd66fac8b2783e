using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Section 9: large messages, whole, in fragments and in pieces, and many small ones.</summary>
internal static class LimitCases
{
    private const int Kilo = 1024;
    private const int Mega = Kilo * Kilo;

    public static IEnumerable<Case> All => [.. Of("text", Opcode.Text, Utf8("BAsd7&jh23"), 1), .. Of("binary", Opcode.Binary, Hex("00FE23FAF0"), 2)];

    /// <param name="kind">Text or binary.</param>
    /// <param name="opcode">The opcode of the messages.</param>
    /// <param name="pattern">Their repeated content.</param>
    /// <param name="first">The number of the first of four sections; each has one for text and then one for binary.</param>
    private static IEnumerable<Case> Of(string kind, Opcode opcode, byte[] pattern, int first)
    {
        foreach (var (length, i) in Numbered(64 * Kilo, 256 * Kilo, Mega, 4 * Mega, 8 * Mega, 16 * Mega))
            yield return Echo($"{kind}-of-{length / Kilo}k", first, i, length, message => RawWebSocket.Frame(opcode, message), piece: 0);

        foreach (var (size, i) in Numbered(64, 256, Kilo, 4 * Kilo, 16 * Kilo, 64 * Kilo, 256 * Kilo, Mega, 4 * Mega))
            yield return Echo($"{kind}-in-fragments-of-{size}", first + 2, i, 4 * Mega, message => Fragments(opcode, message, size), piece: 0);

        foreach (var (size, i) in Numbered(64, 128, 256, 512, Kilo, 2 * Kilo))
            yield return Echo($"{kind}-in-pieces-of-{size}", first + 4, i, Mega, message => RawWebSocket.Frame(opcode, message), piece: size);

        foreach (var (length, i) in Numbered(0, 16, 64, 256, Kilo, 4 * Kilo))
            yield return new Case($"{kind}-of-{length}-a-thousand-times", $"9.{first + 6}.{i}").Echoes(opcode, Fill(length, pattern), times: 1000).Closes();

        Case Echo(string name, int section, int number, int length, Func<byte[], byte[]> frames, int piece)
        {
            // Created when it runs, because all cases together would take half a gigabyte.
            return new Case(name, $"9.{section}.{number}").Does(one =>
            {
                var message = Fill(length, pattern);
                one.Sends(frames(message), piece).Gets(opcode, message).Closes();
            });
        }
    }

    private static IEnumerable<(int Value, int Number)> Numbered(params IEnumerable<int> values) => values.Select((value, i) => (value, i + 1));
}
