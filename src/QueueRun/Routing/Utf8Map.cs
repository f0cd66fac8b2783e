using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace QueueRun.Routing;

/// <summary>
/// Maps UTF-8 text to numbers, directly from the bytes of a message. The keys are the program's own, so no message can make them collide.
/// </summary>
internal sealed class Utf8Map
{
    // ASCII letters that differ only in case differ only in this bit. The hash ignores it, so one search finds equal and similar keys.
    private const ulong CaseBits = 0x2020_2020_2020_2020;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    // The number of places is a power of two, and at most a quarter is taken: the search for an unknown text mostly meets an empty place,
    // and reads few cache lines.
    private readonly Place[] _places;
    private readonly Entry[] _entries;
    private readonly byte[] _keys; // all keys, without gaps
    private readonly ulong _lengths; // bit n: some key has n bytes; bit 63: 63 bytes or more

    private readonly record struct Place(uint Hash, int Entry); // entries are counted from 1; 0 is an empty place

    private readonly record struct Entry(int Start, int Length, int Value);

    public Utf8Map(IReadOnlyCollection<KeyValuePair<string, int>> values)
    {
        _entries = new Entry[values.Count];
        _keys = new byte[values.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key))];
        _places = new Place[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, values.Count * 4))];
        var (count, start) = (0, 0);
        foreach (var (text, value) in values)
        {
            var length = Encoding.UTF8.GetBytes(text, _keys.AsSpan(start));
            var key = _keys.AsSpan(start, length);
            _lengths |= LengthBit(key);
            var hash = Hash(key);
            var at = First(hash);
            while (_places[at].Entry > 0) at = Next(at);
            _entries[count++] = new(start, length, value);
            _places[at] = new(hash, count);
            start += length;
        }
    }

    /// <summary>The number of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text) => Find(text, out _);

    /// <summary>The number of a text, or -1.</summary>
    /// <param name="text">The text.</param>
    /// <param name="similar">If the result is -1: the number of a key that differs only in the case of ASCII letters, or -1.</param>
    public int Find(ReadOnlySpan<byte> text, out int similar)
    {
        similar = -1;
        if ((_lengths & LengthBit(text)) == 0) return -1;

        var hash = Hash(text);
        for (var at = First(hash); ; at = Next(at))
        {
            var place = _places[at];
            if (place.Entry == 0) return -1;
            if (place.Hash != hash) continue;

            ref readonly var entry = ref _entries[place.Entry - 1];
            var key = _keys.AsSpan(entry.Start, entry.Length);
            if (text.SequenceEqual(key)) return entry.Value;
            if (similar < 0 && Ascii.EqualsIgnoreCase(text, key)) similar = entry.Value;
        }
    }

    private int First(uint hash) => (int)(hash & (uint)(_places.Length - 1));

    private int Next(int at) => (at + 1) & (_places.Length - 1);

    private static ulong LengthBit(ReadOnlySpan<byte> text) => 1UL << Math.Min(text.Length, 63);

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
        if (text.Length >= sizeof(uint))
        {
            // Two overlapping reads cover four to seven bytes.
            var (first, last) = (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]));
            return (uint)Mix(hash, first | ((ulong)last << 32));
        }

        ulong rest = 0;
        foreach (var one in text) rest = (rest << 8) | one;
        return (uint)Mix(hash, rest);
    }

    private static ulong Mix(ulong hash, ulong part)
    {
        hash = (hash ^ (part | CaseBits)) * Multiplier;
        return hash ^ (hash >> 32);
    }
}
