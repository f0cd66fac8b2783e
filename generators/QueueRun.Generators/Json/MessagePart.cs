using System.Globalization;

namespace QueueRun.Generators;

/// <summary>
/// The types whose code is in one emitted file. A program with few types has one file of writers, one of readers and one of contracts. With
/// many types there are several of each, so that an edit of one type emits only one small file again; the common code of all parts is then
/// in a separate file.
/// </summary>
/// <param name="Number">The number of this part, from 1.</param>
/// <param name="Count">The number of parts.</param>
/// <param name="Types">The types, with everything that their code depends on.</param>
/// <remarks>Must stay equal by value: otherwise its file is emitted again.</remarks>
internal sealed record MessagePart<T>(int Number, int Count, EquatableArray<T> Types) where T : IEquatable<T>
{
    /// <summary>Whether this is the only part.</summary>
    public bool IsAll => Count == 1;

    /// <summary>Whether this is the part with the attributes of the class.</summary>
    public bool IsFirst => Number == 1;

    /// <summary>Whether there is a file: an empty part has none, unless it is the first.</summary>
    public bool IsEmitted => Types.Count > 0 || IsFirst;

    /// <summary>The name of the file: <c>Messages.Writers.g.cs</c>, or <c>Messages.Writers.07.g.cs</c>.</summary>
    public string HintName(string kind) => MessageParts.HintName(kind, IsAll ? "" : "." + Number.ToString("00", CultureInfo.InvariantCulture));

    /// <summary>The sentence about the file, for its readers.</summary>
    public string Purpose(string purpose)
        => IsAll ? purpose : $"{purpose} Part {Number} of {Count}: the name of a type decides which part it is in.";
}

/// <summary>Splits types into parts.</summary>
internal static class MessageParts
{
    /// <summary>The aim for the number of types per file. With parts of this size, an edit emits 100 to 200 kB again.</summary>
    private const int MaxTypes = 64;

    /// <summary>Splits types into parts, in the order of their numbers. A part may be empty; types keep their order.</summary>
    /// <param name="types">The types.</param>
    /// <param name="name">Gives the name of a type.</param>
    public static EquatableArray<MessagePart<T>> Split<T>(IReadOnlyCollection<T> types, Func<T, string> name) where T : IEquatable<T>
    {
        if (types.Count == 0) return default;
        // A power of two: the number of parts stays the same until the program has doubled.
        var count = 1;
        while (count * MaxTypes < types.Count) count *= 2;
        var parts = Enumerable.Range(0, count).Select(_ => new List<T>()).ToArray();
        foreach (var type in types) parts[count == 1 ? 0 : MessageNames.Number(name(type)) % (uint)count].Add(type);
        return parts.Select((part, i) => new MessagePart<T>(i + 1, count, part.ToEquatableArray())).ToEquatableArray();
    }

    /// <summary>The name of a file of messages.</summary>
    public static string HintName(string kind, string number = "") => $"Messages.{kind}{number}.g.cs";
}
