using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Generators;

/// <summary>Names of emitted members for types and for names in JSON.</summary>
internal static class MessageNames
{
    /// <summary>
    /// The method that writes messages of a type. Each has its own name, because the compiler is slow with a thousand overloads. The name
    /// follows from the type alone, so handlers and interceptors, which are emitted separately, use the same.
    /// </summary>
    /// <param name="key">The type's key.</param>
    public static string ForWriter(string key) => "Write_" + ForMethod(key);

    /// <summary>The last part of a type's method names: its full name; if that is not a plain name, words of it and a hash.</summary>
    public static string ForMethod(string key)
        => IsPlain(key) ? key.Replace("global::", "").Replace('.', '_') : $"{Words(Spelled(key), "_", 40)}__{Hash(key)}";

    /// <summary>A short identifier for a type: <c>ListSaid</c>.</summary>
    public static string ForType(string name) => Words(Spelled(name), "", 80);

    /// <summary>A unique identifier per type, with a number if two are the same: the order of types must be fixed.</summary>
    public static Dictionary<string, string> ForTypes(IEnumerable<string> names)
    {
        // Names of members beside these methods, and of members that they call.
        HashSet<string> taken = ["GetTypeInfo", "MessageContracts", "EmittedContract", "MessageAccessors", "JsonMetadataServices"];
        Dictionary<string, string> ids = [];
        foreach (var name in names)
        {
            var id = ForType(name);
            for (var n = 2; taken.Overlaps(InContract(id)); n++) id = $"{ForType(name)}_{n}";
            taken.UnionWith(InContract(id));
            ids.Add(name, id);
        }
        return ids;
    }

    /// <summary>The names of the methods of a type's contract.</summary>
    private static string[] InContract(string id) => [id, id + "Properties", id + "Parameters"];

    /// <summary>The name of the field of an encoded name.</summary>
    public static string ForJsonName(string name)
        => !SyntaxFacts.IsValidIdentifier(name) ? $"Name_{Hash(name)}"
            // A name with a small first letter is never in conflict here: the class itself and its methods begin with capitals.
            : name[0] is >= 'a' and <= 'z' ? GeneratedNames.Escape(name) : GeneratedNames.Identifier("Name." + name);

    /// <summary>A text's hash in eight digits.</summary>
    public static string Hash(string text) => Number(text).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>FNV-1a: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static uint Number(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }

    // Without underscores: two plain names never become the same, and none becomes the name of a type that is not plain.
    private static bool IsPlain(string key) => key.Replace("global::", "").All(c => char.IsLetterOrDigit(c) || c == '.');

    private static string Spelled(string name) => name.Replace("[]", " Array ").Replace("?", " Nullable ");

    private static string Words(string text, string separator, int limit)
    {
        // The last part of each dotted name; other characters between names are dropped.
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
