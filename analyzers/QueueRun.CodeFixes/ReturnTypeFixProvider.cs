using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0003 and QR0062: <c>async void</c> becomes <c>async Task</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTypeFixProvider : EditingFixProvider
{
    internal const string ReturnTask = "Return Task";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.ReturnNotSupported, Ids.LifecycleSignature];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (diagnostic.Method(model, token) is not { IsAsync: true, ReturnsVoid: true } method) return [];
        if (KnownTypes.Of(model.Compilation).Task is not { } task || !ReturnTypes.CanChange(method)) return [];
        // An [Authenticate] that returns nothing has no use for a Task of nothing either.
        if (method.Attribute(KnownTypes.Of(model.Compilation).Authenticate) is not null) return [];
        return [new("Return 'Task' instead of 'void'", ReturnTask, (edits, token) => ReturnTypes.ChangeAsync(method, task, edits, token))];
    }
}

/// <summary>Changes what a method returns.</summary>
internal static class ReturnTypes
{
    /// <summary>Whether only the method itself says what it returns: it neither overrides nor implements anything.</summary>
    public static bool CanChange(IMethodSymbol method)
        => !method.IsOverride && !method.IsVirtual
            && !method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>Changes the return type in all of a method's parts, and adds the using that its name needs.</summary>
    public static async Task ChangeAsync(IMethodSymbol method, ITypeSymbol type, Edits edits, CancellationToken token)
    {
        IEnumerable<IMethodSymbol?> parts = [method, method.PartialDefinitionPart, method.PartialImplementationPart];
        foreach (var reference in parts.OfType<IMethodSymbol>().SelectMany(part => part.DeclaringSyntaxReferences))
        {
            if (await reference.GetSyntaxAsync(token).ConfigureAwait(false) is not MethodDeclarationSyntax { ReturnType: var written }) continue;
            await edits.ReplaceAsync(written, nameof(ChangeAsync),
                (node, names) => names.Of(type).WithTriviaFrom(node), token).ConfigureAwait(false);
        }
    }
}
