using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace QueueRun.Generators;

/// <summary>
/// A text that stays the same as long as nothing changes that declarations mean: everything outside the bodies of methods, in every file, and what the
/// program is compiled with. Each edit makes a new compilation of which nothing is known, but mostly only a body has changed.
/// </summary>
internal static class DeclarationVersion
{
    private static readonly ConditionalWeakTable<Compilation, string> s_versions = new();
    private static readonly ConditionalWeakTable<SyntaxTree, string> s_trees = new();
    private static readonly ConditionalWeakTable<object, string> s_numbers = new();
    private static long s_lastNumber;

    public static string Of(Compilation compilation) => s_versions.GetValue(compilation, static compilation =>
    {
        StringBuilder text = new(compilation.AssemblyName);
        text.Append(' ').Append(Number(compilation.Options));
        foreach (var reference in compilation.References) text.Append(' ').Append(Number(reference));
        foreach (var tree in compilation.SyntaxTrees) text.Append(' ').Append(s_trees.GetValue(tree, OfTree));
        return Hash(text);
    });

    private static string OfTree(SyntaxTree tree)
    {
        StringBuilder text = new(Number(tree.Options));
        Add(tree.GetRoot(), text);
        return Hash(text);
    }

    private static void Add(SyntaxNode node, StringBuilder text)
    {
        foreach (var child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is { } inner)
            {
                // That there is a body counts: a partial method may have none.
                if (IsBody(inner)) text.Append("{}");
                else Add(inner, text);
                continue;
            }
            var token = child.AsToken();
            if (token.ContainsDirectives) text.Append(token.LeadingTrivia.ToFullString());
            text.Append(token.Text).Append(' ');
        }
    }

    /// <summary>Whether what stands there means nothing outside it. Where <c>#nullable</c> may stand in it, it may.</summary>
    private static bool IsBody(SyntaxNode node)
        => !node.ContainsDirectives && node switch
        {
            BlockSyntax or ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax,
            GlobalStatementSyntax => true,
            _ => false,
        };

    /// <summary>What is compared by reference gets a number of its own.</summary>
    private static string Number(object value)
        => s_numbers.GetValue(value, static _ => Interlocked.Increment(ref s_lastNumber).ToString(CultureInfo.InvariantCulture));

    private static string Hash(StringBuilder text)
    {
        StringBuilder hex = new();
        foreach (var b in SourceText.From(text.ToString(), Encoding.Unicode).GetContentHash()) hex.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        return hex.ToString();
    }
}
