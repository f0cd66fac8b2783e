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
        if (KnownTypes.Of(model.Compilation).Task is not { } task || !ReturnTypes.CanChange(method)) return [];
        // An [Authenticate] that returns nothing has no use for a Task of nothing either.
        if (method.Attribute(KnownTypes.Of(model.Compilation).Authenticate) is not null) return [];
        return [new("Return 'Task' instead of 'void'", ReturnTask, (edits, token) => ReturnTypes.ChangeAsync(method, task, edits, token))];
    }
}
