using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis;

/// <summary>How emitted things are called.</summary>
internal static class GeneratedNames
{
    /// <summary>The namespace of everything that is emitted for an assembly. Interceptors are allowed below <c>QueueRun.Generated</c>.</summary>
    public static string Namespace(string assemblyName) => "QueueRun.Generated." + Identifier(assemblyName);

    /// <summary>
    /// An identifier for a dotted name: a dot becomes one underscore, an underscore two, anything that no identifier may hold <c>_xHHHH</c>.
    /// </summary>
    public static string Identifier(string name)
    {
        StringBuilder identifier = new(name.Length + 8);
        foreach (var c in name)
        {
            if (c == '.') identifier.Append('_');
            else if (c == '_') identifier.Append("__");
            else if (SyntaxFacts.IsIdentifierPartCharacter(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format) identifier.Append(c);
            else identifier.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        if (identifier.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(identifier[0])) identifier.Insert(0, '_');
        return identifier.ToString();
    }

    /// <summary>A name as code writes it: with <c>@</c> where it would be read as a keyword.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
