using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Generators;

/// <summary>Names of emitted members that stand for types and for names in JSON.</summary>
internal static class MessageNames
{
    /// <summary>
    /// What the methods for a type with anonymous types inside end in. It follows from the type alone: the interceptors, which are emitted
    /// by themselves, must know it too.
    /// </summary>
    public static string ForAnonymous(string key) => $"{Words(Spelled(key), "_", 40)}_{Hash(key)}";

    /// <summary>A short identifier for a type: <c>ListSaid</c>.</summary>
    public static string ForType(string name) => Words(Spelled(name), "", 80);

    /// <summary>An identifier of its own for each type, told apart by a number where they clash: types must come in a fixed order.</summary>
    public static Dictionary<string, string> ForTypes(IEnumerable<string> names)
    {
        HashSet<string> taken = [];
        Dictionary<string, string> ids = [];
        foreach (var name in names)
        {
            var id = ForType(name);
            for (var n = 2; !taken.Add(id); n++) id = $"{ForType(name)}_{n}";
            ids.Add(name, id);
        }
        return ids;
    }

    /// <summary>The field that holds an encoded name.</summary>
    public static string ForJsonName(string name)
        => !SyntaxFacts.IsValidIdentifier(name) ? $"Name_{Hash(name)}"
            // What begins with a small letter is in nobody's way here: the class itself and its methods have capitals.
            : name[0] is >= 'a' and <= 'z' ? GeneratedNames.Escape(name) : GeneratedNames.Identifier("Name." + name);

    /// <summary>FNV-1a: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static string Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619u);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Spelled(string name) => name.Replace("[]", " Array ").Replace("?", " Nullable ");

    private static string Words(string text, string separator, int limit)
    {
        // The last part of each dotted name; what stands between names is dropped.
        StringBuilder words = new();
        foreach (var part in text.Split('<', '>', ',', ' ', '{', '}', ':'))
        {
            var word = part.Substring(part.LastIndexOf('.') + 1).TrimStart('@');
            if (word.Length == 0 || word == "global" || words.Length + word.Length > limit) continue;
            if (words.Length > 0) words.Append(separator);
            words.Append(separator.Length == 0 ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
        }
        return GeneratedNames.Identifier(words.ToString()).Replace("__", "_");
    }
}
