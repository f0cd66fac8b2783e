using System.Buffers.Binary;

namespace QueueRun.Fuzz.Frames;

/// <summary>
/// One byte for whether compression was negotiated, the limit, and the number of cuts. Then two bytes per cut: its place, and whether the
/// reader sees the bytes before it alone or together with the next. Then the client's bytes.
/// </summary>
/// <param name="Compression">Whether permessage-deflate was negotiated.</param>
/// <param name="Max">The longest message.</param>
/// <param name="Cuts">The places where the bytes are cut, ascending, from the case's beginning.</param>
/// <param name="Start">The start of the client's bytes.</param>
internal sealed record FrameCase(bool Compression, int Max, IReadOnlyList<(int At, bool Flush)> Cuts, int Start)
{
    public const int MaxCuts = 15;

    private static readonly int[] Limits = [20, 125, 300, 2000];

    public static byte Settings(bool compression, int limit, int cuts) => (byte)((compression ? 1 : 0) | (limit << 1) | (cuts << 4));

    public static int LimitCount => Limits.Length;

    public static int Limit(int index) => Limits[index];

    public static bool TryRead(byte[] input, out FrameCase one)
    {
        one = null!;
        if (input.Length == 0) return false;

        var cuts = input[0] >> 4;
        var start = 1 + 2 * cuts;
        if (input.Length < start) return false;

        var places = new List<(int, bool)>(cuts);
        for (var i = 1; i < start; i += 2)
        {
            var value = BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(i));
            places.Add((start + (value & 0x7FFF) % (input.Length - start + 1), (value & 0x8000) == 0));
        }

        places.Sort();
        one = new((input[0] & 1) != 0, Limits[(input[0] >> 1) & 3], places, start);
        return true;
    }
}
