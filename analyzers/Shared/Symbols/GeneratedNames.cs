using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis;

/// <summary>The names of emitted symbols.</summary>
internal static class GeneratedNames
{
    /// <summary>The namespace of all code emitted for an assembly. Interceptors are allowed below <c>QueueRun.Generated</c>.</summary>
    public static string Namespace(string assemblyName) => "QueueRun.Generated." + Identifier(assemblyName);

    /// <summary>
    /// An identifier for a dotted name: a dot becomes one underscore, an underscore two, a character that identifiers cannot contain
    /// <c>_xHHHH</c>, and a keyword gets a leading underscore. Two names never give the same identifier: <c>My.App</c> and <c>My_App</c>
    /// may be libraries of one program.
    /// </summary>
    public static string Identifier(string name)
    {
        StringBuilder identifier = new(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '.' && i > 0 && !IsTakenForEscape(name, i + 1)) identifier.Append('_');
            else if (c == '_') identifier.Append("__");
            else if (SyntaxFacts.IsIdentifierPartCharacter(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format) identifier.Append(c);
            else identifier.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        var text = identifier.ToString();
        return text.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(text[0]) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None ? text : "_" + text;
    }

    /// <summary>
    /// Whether an underscore before this place in a name would be read as the first half of a double one, or as the start of an escape.
    /// </summary>
    private static bool IsTakenForEscape(string name, int i)
        => i < name.Length && (!SyntaxFacts.IsIdentifierPartCharacter(name[i]) || name[i] is '_' or 'x');

    /// <summary>A name in the form of code: with <c>@</c> if it would be read as a keyword.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
