using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis;
using QueueRun.Generators;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// The generator leaves a marked method out if and only if an error is reported for it. An error counts for a method if it is reported at
/// the method's head (attributes, name, parameters, result), at the constructor of its object, or at the declaration of its message types,
/// where such an error is reported once. An error inside a body concerns only the code there.
/// </summary>
/// <remarks>
/// Some errors concern several methods or types that exclude each other, or a method and the rest of the program, each valid on its own.
/// The generator does not know which is meant to stay, and emits all of them: these errors leave no method out. Nor does an error about
/// clients only: the server's method is complete.
/// </remarks>
internal static class Agreement
{
    private static readonly string[] s_leavingNoneOut = [Ids.RouteTaken, Ids.MessageClaimed, Ids.SecondAuthentication, Ids.UserNeverReturned, Ids.QueueTaken, Ids.EndpointUnknown, Ids.ClientNameMalformed];

    private static readonly string[] s_ofTypes = [Ids.NoJson, Ids.PropertyCollides];

    public static void Assert(Compilation output, IReadOnlyList<Diagnostic> reported)
    {
        var known = KnownTypes.Of(output);
        var errors = reported.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !s_leavingNoneOut.Contains(diagnostic.Id)).ToList();
        var called = output.SyntaxTrees.Where(IsEmitted).SelectMany(tree => Called(tree, output.GetSemanticModel(tree))).ToList();
        foreach (var (method, node) in Marked(output, known))
        {
            var marks = MarkedKind.AllOf(method, known).Count();
            var emitted = called.Count(other => SymbolEqualityComparer.Default.Equals(other, method));
            var reasons = errors.Where(error => IsFor(method, node, error)).Select(error => error.ToString()).ToList();
            Xunit.Assert.True(emitted < marks == reasons.Count > 0,
                $"'{method}' has {marks} attributes and is called {emitted} times by emitted code, and the errors for it are: {string.Join("; ", reasons)}");
        }
    }

    /// <summary>Every function with one of QueueRun's attributes, with its declaration.</summary>
    private static IEnumerable<(IMethodSymbol Method, SyntaxNode Node)> Marked(Compilation output, KnownTypes known)
    {
        foreach (var tree in output.SyntaxTrees.Where(tree => !IsEmitted(tree)))
        {
            var model = output.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                var symbol = node switch
                {
                    BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax => model.GetDeclaredSymbol(node),
                    ParenthesizedLambdaExpressionSyntax => model.GetSymbolInfo(node).Symbol,
                    _ => null,
                };
                if (symbol is not IMethodSymbol method || !method.IsMarked(known)) continue;
                // A partial method has two declarations, but is one method with one set of attributes.
                if (method.PartialDefinitionPart is null) yield return (method, node);
            }
        }
    }

    private static IEnumerable<IMethodSymbol> Called(SyntaxTree tree, SemanticModel model)
        => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => model.GetSymbolInfo(call).Symbol).OfType<IMethodSymbol>()
            .Select(method => method.PartialDefinitionPart ?? method);

    private static bool IsFor(IMethodSymbol method, SyntaxNode node, Diagnostic error)
    {
        if (s_ofTypes.Contains(error.Id) && Types(method).Any(type => type.DeclaringSyntaxReferences.Any(declared => Contains(declared.GetSyntax(), error) && IsHead(declared.GetSyntax(), error)))) return true;
        var declarations = method.DeclaringSyntaxReferences.Concat(method.PartialImplementationPart?.DeclaringSyntaxReferences ?? []).Select(reference => reference.GetSyntax()).Append(node);
        if (declarations.Any(declaration => Contains(declaration, error) && !IsInBody(declaration, error))) return true;
        return !method.IsStatic && method.MethodKind == MethodKind.Ordinary
            && method.ContainingType.InstanceConstructors.SelectMany(constructor => constructor.Parameters).SelectMany(parameter => parameter.DeclaringSyntaxReferences)
                .Any(declared => Contains(declared.GetSyntax(), error));
    }

    /// <summary>The types that a method takes and returns, and the types inside them.</summary>
    private static IEnumerable<ITypeSymbol> Types(IMethodSymbol method)
        => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).SelectMany(Parts);

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(named),
        _ => [type],
    };

    private static bool Contains(SyntaxNode node, Diagnostic error) => node.SyntaxTree == error.Location.SourceTree && node.FullSpan.Contains(error.Location.SourceSpan);

    /// <summary>Whether an error is at the name or the attributes of a type, and not at one of its members.</summary>
    private static bool IsHead(SyntaxNode type, Diagnostic error)
        => type is TypeDeclarationSyntax declared && (declared.Identifier.Span == error.Location.SourceSpan || declared.AttributeLists.FullSpan.Contains(error.Location.SourceSpan));

    private static bool IsInBody(SyntaxNode declaration, Diagnostic error)
        => declaration.ChildNodes().Any(child => child is BlockSyntax or ArrowExpressionClauseSyntax && child.Span.Contains(error.Location.SourceSpan));

    // Razor's generator writes files with this ending, too.
    private static bool IsEmitted(SyntaxTree tree) => tree.FilePath.Contains(nameof(QueueRunGenerator), StringComparison.Ordinal);
}
