using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// The names of properties in routes. A name that differs from one of them only in case is an error, not a miss: read without regard to case it
/// would be that property, and with regard to it another message.
/// </summary>
internal sealed class PropertyNames
{
    private readonly string[] _names;
    private readonly Utf8Map _exact;
    private readonly bool _areAscii;
    private readonly int _longest;

    // For names that are not plain ASCII: all spellings that differ only in case together, by UTF-16.
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _spellings;

    /// <param name="names">The names; each is known by where it stands.</param>
    public PropertyNames(string[] names)
    {
        _names = names;
        _exact = new([.. names.Select((name, index) => KeyValuePair.Create(name, index))]);
        _areAscii = names.All(name => Ascii.IsValid(name));
        _longest = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        _spellings = names.Select((name, index) => (name, index)).GroupBy(pair => pair.name, pair => pair.index, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Where the name stands that the reader is at, or -1.</summary>
    /// <param name="reader">At a property's name.</param>
    /// <param name="misspelled">Set, if it is null and the name differs from one of these only in case.</param>
    public int Find(ref Utf8JsonReader reader, ref (string Written, string Expected)? misspelled)
    {
        if (reader.ValueIsEscaped || !_areAscii || !Ascii.IsValid(reader.ValueSpan)) return FindUnusual(ref reader, ref misspelled);

        var name = _exact.Find(reader.ValueSpan, out var similar);
        if (name < 0 && similar >= 0) misspelled ??= (Encoding.ASCII.GetString(reader.ValueSpan), _names[similar]);
        return name;
    }

    private int FindUnusual(ref Utf8JsonReader reader, ref (string, string)? misspelled)
    {
        // UTF-16 is never longer than UTF-8 or an escape, and a name that equals another but for case is as long in UTF-16.
        var bytes = reader.ValueSpan.Length;
        if (bytes > _longest * 6) return -1;

        Span<char> buffer = bytes <= 256 ? stackalloc char[256] : new char[bytes];
        int length;
        try
        {
            length = reader.CopyString(buffer);
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair: equal to no name
        {
            return -1;
        }

        ReadOnlySpan<char> name = buffer[..length];
        if (!_spellings.TryGetValue(name, out var spellings)) return -1;

        foreach (var index in spellings)
        {
            if (name.SequenceEqual(_names[index])) return index;
        }

        misspelled ??= (name.ToString(), _names[spellings[0]]);
        return -1;
    }
}
