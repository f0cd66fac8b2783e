using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

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
        if (diagnostic.Method(model, token) is not { } method || !method.IsAsyncVoid()) return [];
        var known = KnownTypes.Of(model.Compilation);
        if (known.Task is not { } task || !ReturnTypes.CanChange(method)) return [];
        // A method that must return a user, such as [Authenticate], cannot return a plain Task either.
        if (MarkedKind.AllOf(method, known).Any(kind => kind.MayReturn == ReturnRule.User)) return [];
        return [new("Return 'Task' instead of 'void'", ReturnTask, (edits, token) => ReturnTypes.ChangeAsync(method, task, edits, token))];
    }
}
