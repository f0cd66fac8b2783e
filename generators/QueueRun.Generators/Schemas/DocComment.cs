using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>
/// Reads documentation comments. The compiler parses them only for projects that write a documentation file; here their text is read from
/// the source, so every project has them.
/// </summary>
internal static class DocComment
{
    /// <summary>The summary of a declaration in the source; null without one.</summary>
    public static string? Summary(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var node = reference.GetSyntax();
            // A record's parameter declares a property, and the record's comment describes it.
            var found = node is ParameterSyntax ? symbol.ContainingType is { } record ? Parameter(record, symbol.Name) : null
                : Text(Holder(node), "summary", null);
            if (found is not null) return found;
        }
        return null;
    }

    /// <summary>The description of a parameter in the comment of its method or type; null without one.</summary>
    public static string? Parameter(ISymbol owner, string name)
        => owner.DeclaringSyntaxReferences.Select(reference => Text(reference.GetSyntax(), "param", name)).FirstOrDefault(text => text is not null);

    // The comment of a field stands before its whole declaration.
    private static SyntaxNode Holder(SyntaxNode node) => node is VariableDeclaratorSyntax { Parent.Parent: { } field } ? field : node;

    private static string? Text(SyntaxNode node, string element, string? name)
    {
        var text = Comment(node);
        if (text is null || text.IndexOf('<' + element, StringComparison.Ordinal) < 0) return null;
        try
        {
            var found = XElement.Parse($"<doc>{text}</doc>").Elements(element).FirstOrDefault(child => name is null || (string?)child.Attribute("name") == name);
            var plain = found is null ? "" : Collapse(found);
            return plain.Length == 0 ? null : plain;
        }
        catch (XmlException)
        {
            return null; // the compiler warns where it parses comments
        }
    }

    private static string? Comment(SyntaxNode node)
    {
        StringBuilder? text = null;
        foreach (var trivia in node.GetLeadingTrivia())
        {
            if (trivia.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)) continue;
            var comment = trivia.ToFullString();
            if (comment.StartsWith("/**", StringComparison.Ordinal))
            {
                foreach (var line in comment.Substring(3, Math.Max(0, comment.Length - 5)).Split('\n')) (text ??= new()).Append(line.TrimStart().TrimStart('*')).Append('\n');
            }
            else
            {
                foreach (var line in comment.Split('\n').Select(line => line.Trim()))
                {
                    if (line.StartsWith("///", StringComparison.Ordinal) && !line.StartsWith("////", StringComparison.Ordinal)) (text ??= new()).Append(line, 3, line.Length - 3).Append('\n');
                }
            }
        }
        return text?.ToString();
    }

    private static string Collapse(XElement element)
    {
        StringBuilder text = new();
        Append(element, text);
        return string.Join(" ", text.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value);
                    break;
                case XElement { Name.LocalName: "para" or "br" or "list" or "item" or "description" } block:
                    text.Append(' ');
                    Append(block, text);
                    text.Append(' ');
                    break;
                case XElement child when child.Nodes().Any():
                    Append(child, text);
                    break;
                case XElement child:
                    text.Append(Referred(child));
                    break;
            }
        }
    }

    // The last part of what a reference names: 'Chat.Say(Say)' is Say.
    private static string Referred(XElement reference)
    {
        var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("href") ?? "";
        if (reference.Attribute("cref") is null) return name;
        var end = name.IndexOf('(');
        if (end >= 0) name = name.Substring(0, end);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1).Replace('{', '<').Replace('}', '>');
    }
}
