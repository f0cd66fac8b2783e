namespace QueueRun.Fuzz.Frames;

/// <summary>DEFLATE (RFC 1951), bit by bit: slow, simple, and without zlib.</summary>
/// <param name="bytes">The compressed bytes.</param>
/// <param name="max">The longest output.</param>
internal sealed class Inflater(byte[] bytes, int max)
{
    private static readonly int[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly int[] DistanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static readonly int[] DistanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    // How far to continue after the output is too big.
    private const int Margin = 1000;

    private readonly List<byte> _output = [];
    private int _at; // in bits

    /// <summary>The possible results. If the output is too big, a violation after it may already have been found.</summary>
    public enum Result { Whole, TooBig, TooBigAndWrong, Wrong }

    private sealed class StopException(Result result) : Exception
    {
        public Result Result { get; } = result;
    }

    public byte[] Output => [.. _output];

    /// <summary>Runs to the end of the last block.</summary>
    public Result Run()
    {
        try
        {
            bool last;
            do
            {
                last = Take(1) == 1;
                switch (Take(2))
                {
                    case 0: Stored(); break;
                    case 1: Compressed(Code.Fixed, Code.FixedDistances); break;
                    case 2: Dynamic(); break;
                    default: throw new StopException(Result.Wrong);
                }
            }
            while (!last);
            return _output.Count > max ? Result.TooBig : Result.Whole;
        }
        catch (StopException stop)
        {
            return stop.Result is Result.Wrong && _output.Count > max ? Result.TooBigAndWrong : stop.Result;
        }
    }

    private int Take(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, _at++)
        {
            if (_at >= bytes.Length * 8) throw new StopException(Result.Wrong);
            value |= ((bytes[_at / 8] >> (_at % 8)) & 1) << i;
        }

        return value;
    }

    private void Put(byte value)
    {
        if (_output.Count == max + Margin) throw new StopException(Result.TooBig);
        _output.Add(value);
    }

    private void Stored()
    {
        _at = (_at + 7) / 8 * 8;
        var length = Take(16);
        if ((Take(16) ^ 0xFFFF) != length) throw new StopException(Result.Wrong);
        for (var i = 0; i < length; i++) Put((byte)Take(8));
    }

    private void Dynamic()
    {
        var (literals, distances, codes) = (Take(5) + 257, Take(5) + 1, Take(4) + 4);
        if (literals > 286 || distances > 30) throw new StopException(Result.Wrong);

        var codeLengths = new int[19];
        for (var i = 0; i < codes; i++) codeLengths[CodeOrder[i]] = Take(3);
        var lengthCode = Code.Of(codeLengths, mayBeIncomplete: false);

        var lengths = new List<int>();
        while (lengths.Count < literals + distances)
        {
            var symbol = Decode(lengthCode);
            if (symbol == 16 && lengths.Count == 0) throw new StopException(Result.Wrong);
            var (value, repeat) = symbol switch
            {
                16 => (lengths[^1], 3 + Take(2)),
                17 => (0, 3 + Take(3)),
                18 => (0, 11 + Take(7)),
                _ => (symbol, 1),
            };
            lengths.AddRange(Enumerable.Repeat(value, repeat));
        }

        if (lengths.Count > literals + distances || lengths[256] == 0) throw new StopException(Result.Wrong);
        Compressed(Code.Of([.. lengths[..literals]], mayBeIncomplete: true), Code.Of([.. lengths[literals..]], mayBeIncomplete: true));
    }

    private void Compressed(Code literals, Code distances)
    {
        while (true)
        {
            var symbol = Decode(literals);
            if (symbol == 256) return;
            if (symbol < 256)
            {
                Put((byte)symbol);
                continue;
            }

            symbol -= 257;
            if (symbol >= LengthBase.Length) throw new StopException(Result.Wrong);
            var length = LengthBase[symbol] + Take(LengthBits[symbol]);
            symbol = Decode(distances);
            if (symbol >= DistanceBase.Length) throw new StopException(Result.Wrong);
            var distance = DistanceBase[symbol] + Take(DistanceBits[symbol]);
            if (distance > _output.Count) throw new StopException(Result.Wrong);
            for (var i = 0; i < length; i++) Put(_output[^distance]);
        }
    }

    private int Decode(Code code)
    {
        var (value, first, index) = (0, 0, 0);
        for (var length = 1; length <= 15; length++)
        {
            value |= Take(1);
            var count = code.Counts[length];
            if (value - first < count) return code.Symbols[index + value - first];
            (index, first, value) = (index + count, (first + count) << 1, value << 1);
        }

        throw new StopException(Result.Wrong);
    }

    /// <summary>A canonical Huffman code: the number of codes of each length, and their symbols in order.</summary>
    private sealed record Code(int[] Counts, int[] Symbols)
    {
        public static Code Fixed { get; } = Of([.. Enumerable.Range(0, 288).Select(i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)], false);

        public static Code FixedDistances { get; } = Of([.. Enumerable.Repeat(5, 32)], false);

        public static Code Of(int[] lengths, bool mayBeIncomplete)
        {
            var counts = new int[16];
            foreach (var length in lengths.Where(length => length > 0)) counts[length]++;
            var left = 1;
            for (var length = 1; length <= 15; length++)
            {
                left = left * 2 - counts[length];
                if (left < 0) throw new StopException(Result.Wrong);
            }

            // A code may be incomplete only if it has one symbol or none: this is the form of a block without distances.
            var used = counts.Sum();
            if (left > 0 && !(mayBeIncomplete && (used == 0 || (used == 1 && counts[1] == 1)))) throw new StopException(Result.Wrong);

            return new(counts, [.. Enumerable.Range(0, lengths.Length).Where(i => lengths[i] > 0).OrderBy(i => lengths[i])]);
        }
    }
}
