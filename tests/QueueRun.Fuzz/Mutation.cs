namespace QueueRun.Fuzz;

/// <summary>Small changes to valid bytes.</summary>
internal static class Mutation
{
    private static readonly byte[] Interesting = [0, 1, 0x20, 0x22, 0x7D, 0x7E, 0x7F, 0x80, 0x81, 0x88, 0xBF, 0xC0, 0xED, 0xF4, 0xFE, 0xFF];

    /// <param name="random">The source of all decisions.</param>
    /// <param name="bytes">Changed in place.</param>
    /// <param name="from">The bytes before this index are unchanged.</param>
    public static void Apply(Random random, List<byte> bytes, int from)
    {
        for (var count = random.Next(1, 5); count > 0 && bytes.Count > from; count--)
        {
            var at = random.Next(from, bytes.Count);
            var length = Math.Min(bytes.Count - at, random.Next(1, 12));
            switch (random.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = Interesting[random.Next(Interesting.Length)]; break;
                case 3: bytes[at] += (byte)random.Next(-3, 4); break;
                case 4: bytes.Insert(at, Interesting[random.Next(Interesting.Length)]); break;
                case 5: bytes.RemoveRange(at, length); break;
                case 6: bytes.InsertRange(random.Next(from, bytes.Count + 1), bytes.GetRange(at, length)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
    }
}
