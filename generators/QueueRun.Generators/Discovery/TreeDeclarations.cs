using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>The declarations of one file, read from its syntax alone: everything except the bodies of methods.</summary>
internal sealed class TreeDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeDeclarations> s_known = new();

    /// <summary>Names that make a file concern all others: its types change how other types are read.</summary>
    private static readonly HashSet<string> s_everybodysBusiness =
        new(["JsonSerializerContext", "JsonSerializable", "JsonSerializableAttribute"], StringComparer.Ordinal);

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _types = new();
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mentioned = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, int> _numbers = [];

    private TreeDeclarations(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        Add(root);
        Version = DeclarationVersion.Of(_text.ToString());
        Types = DeclarationVersion.Of(_types.ToString());
        var isOfContexts = s_everybodysBusiness.Overlaps(_mentioned);
        var shared = root is CompilationUnitSyntax unit ? unit.Usings.Where(@using => @using.GlobalKeyword != default).ToList() : [];
        IsEverybodysBusiness = isOfContexts || shared.Count > 0 || root is CompilationUnitSyntax { AttributeLists.Count: > 0 };
        ContextAliases = isOfContexts ? [.. shared.Select(@using => @using.Alias?.Name.Identifier.ValueText).OfType<string>()] : [];
        _text.Clear();
        _types.Clear();
    }

    /// <summary>Changes with the meaning of any declaration in the file.</summary>
    public DeclarationVersion Version { get; }

    /// <summary>Changes with the names and the kinds of the types that the file declares, and with their namespaces.</summary>
    public DeclarationVersion Types { get; }

    /// <summary>Whether the file declares parts of types: the order of members follows the order of the files.</summary>
    public bool HasPartialTypes { get; private set; }

    /// <summary>The simple names of the declared types.</summary>
    public IReadOnlyCollection<string> Declared => _declared;

    /// <summary>All identifiers in the file's declarations: their meaning depends on nothing else.</summary>
    public IReadOnlyCollection<string> Mentioned => _mentioned;

    /// <summary>Whether the file concerns all others: it has assembly attributes, global usings, or contexts of System.Text.Json.</summary>
    public bool IsEverybodysBusiness { get; }

    /// <summary>Global aliases that may refer to contexts of System.Text.Json or to their attributes.</summary>
    public IReadOnlyCollection<string> ContextAliases { get; }

    /// <summary>
    /// The index of a node among the file's methods and types with attributes; null for any other node. In files with the same <see
    /// cref="Version"/>, equal indexes refer to the same declarations.
    /// </summary>
    public int? Number(SyntaxNode node) => _numbers.TryGetValue(node, out var number) ? number : null;

    public static TreeDeclarations Of(SyntaxTree tree) => s_known.GetValue(tree, static tree => new TreeDeclarations(tree));

    private void Add(SyntaxNode node, bool isAttribute = false)
    {
        Declare(node);
        // An attribute with an error is not read, and the tokens that the parser has skipped in it are missing here.
        if (node is AttributeSyntax { ContainsDiagnostics: true }) _text.Append('!');
        foreach (var child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is { } inner)
            {
                // The existence of a body counts, because a partial method may have none.
                if (IsBody(inner)) _text.Append("{}");
                else Add(inner, inner is NameSyntax && (isAttribute || node is AttributeSyntax));
                continue;
            }

            var token = child.AsToken();
            if (token.ContainsDirectives) _text.Append(token.LeadingTrivia.ToFullString());
            _text.Append(token.Text).Append(' ');
            if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;

            _mentioned.Add(token.ValueText);
            if (isAttribute) _mentioned.Add(token.ValueText + "Attribute");
        }
    }

    private void Declare(SyntaxNode node)
    {
        if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } or BaseTypeDeclarationSyntax { AttributeLists.Count: > 0 })
        {
            _numbers.Add(node, _numbers.Count);
            _text.Append('#');
        }
        switch (node)
        {
            case BaseNamespaceDeclarationSyntax space:
                _types.Append("namespace ").Append(space.Name).Append('\n');
                break;
            case BaseTypeDeclarationSyntax type:
                HasPartialTypes |= type.Modifiers.Any(SyntaxKind.PartialKeyword);
                Declare(type.Identifier, type, (type as TypeDeclarationSyntax)?.Arity ?? 0);
                break;
            case DelegateDeclarationSyntax type:
                Declare(type.Identifier, type, type.Arity);
                break;
        }
    }

    private void Declare(SyntaxToken name, SyntaxNode type, int arity)
    {
        _declared.Add(name.ValueText);
        for (var container = type.Parent as BaseTypeDeclarationSyntax; container is not null; container = container.Parent as BaseTypeDeclarationSyntax)
            _types.Append(container.Identifier.ValueText).Append('.');
        _types.Append(name.ValueText).Append('`').Append(arity).Append(' ').Append(type.RawKind).Append('\n');
    }

    /// <summary>
    /// Whether the node has no effect outside itself. A node with directives may have one, for example by <c>#nullable</c>.
    /// </summary>
    private static bool IsBody(SyntaxNode node)
        => !node.ContainsDirectives && node switch
        {
            BlockSyntax or ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax,
            GlobalStatementSyntax => true,
            _ => false,
        };
}
