using System.Text;
using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// The names of properties in routes. A name that differs from one of them only in case is distinguished from an unknown name: compared
/// without case, it would be that property.
/// </summary>
internal sealed class PropertyNames
{
    private readonly string[] _names;
    private readonly Utf8Map _exact;
    private readonly bool _areAscii;
    private readonly int _longest;

    // For names with other characters than ASCII, as UTF-16: the spellings that differ only in case have one entry.
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _spellings;

    /// <param name="names">The names. Each is identified by its index.</param>
    public PropertyNames(string[] names)
    {
        _names = names;
        _areAscii = true;
        var exact = new KeyValuePair<string, int>[names.Length];
        var spellings = new Dictionary<string, int[]>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++) // without queries over structs, for each of which a native binary has code of its own
        {
            exact[i] = new(names[i], i);
            _areAscii &= Ascii.IsValid(names[i]);
            _longest = Math.Max(_longest, names[i].Length);
            spellings[names[i]] = spellings.TryGetValue(names[i], out var before) ? [.. before, i] : [i];
        }

        _exact = new(exact);
        _spellings = spellings.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>No such name, in any case.</summary>
    public const int None = int.MinValue;

    /// <summary>
    /// The index of the name at the reader's position; the complement of the index of a name that differs only in case; or <see
    /// cref="None"/>.
    /// </summary>
    /// <param name="reader">At a property's name.</param>
    public int Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || !_areAscii || !Ascii.IsValid(reader.ValueSpan)) return FindUnusual(ref reader);

        var name = _exact.Find(reader.ValueSpan, out var similar);
        return name >= 0 ? name : similar >= 0 ? ~similar : None;
    }

    private int FindUnusual(ref Utf8JsonReader reader)
    {
        // UTF-16 is never longer than UTF-8 or an escape, and names that differ only in case have the same length in UTF-16.
        var bytes = reader.ValueSpan.Length;
        if (bytes > _longest * 6) return None;

        Span<char> buffer = bytes <= 256 ? stackalloc char[256] : new char[bytes];
        int length;
        try
        {
            length = reader.CopyString(buffer);
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair: equal to no name
        {
            return None;
        }

        ReadOnlySpan<char> name = buffer[..length];
        if (!_spellings.TryGetValue(name, out var spellings)) return None;

        foreach (var index in spellings)
        {
            if (name.SequenceEqual(_names[index])) return index;
        }

        return ~spellings[0];
    }
}
