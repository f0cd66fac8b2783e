using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Reports code that does not work in a Razor file. Another generator writes its C#, and generators do not see each other's code: handlers
/// in it are never found, and calls of <c>SendAsync</c> have no writer.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAHandler, Ids.SentFromRazor);

    // Analyzing generated code would cost every program time, because the compiler prepares all emitted code for it. Instead, this rule
    // searches for Razor's code if there is any, and reports on it.
    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        // The compiler receives Razor's files as additional files. The action for one of them checks the code of all.
        var first = start.Options.AdditionalFiles.FirstOrDefault(file => IsRazor(file.Path));
        if (first is null) return;
        var written = start.Compilation.SyntaxTrees.Where(tree => IsOfRazor(tree.FilePath)).ToList();
        if (written.Count == 0) return;
        start.RegisterAdditionalFileAction(file =>
        {
            if (file.AdditionalFile != first) return;
            foreach (var tree in written) Report(tree, file, known);
        });
    }

    private static void Report(SyntaxTree tree, AdditionalFileAnalysisContext context, KnownTypes known)
    {
#pragma warning disable RS1030 // The analyzer is not called for generated code, so it receives no model of it.
        var model = context.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
        foreach (var node in tree.GetRoot(context.CancellationToken).DescendantNodes())
        {
            if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method) ReportHandler(method, model, context, known);
            else if (node is InvocationExpressionSyntax call && call.NameText() == "SendAsync") ReportSend(call, model, context, known);
        }
    }

    private static void ReportHandler(MethodDeclarationSyntax declaration, SemanticModel model, AdditionalFileAnalysisContext context, KnownTypes known)
    {
        if (!IsInRazor(declaration.Identifier.GetLocation()) || model.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } method || !method.IsMarked(known)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAHandler, declaration.Identifier.GetLocation(), method.ShortName(),
            "it stands in a Razor file, which generators do not see; move it to a C# file"));
    }

    private static void ReportSend(InvocationExpressionSyntax call, SemanticModel model, AdditionalFileAnalysisContext context, KnownTypes known)
    {
        if (!IsInRazor(call.GetLocation()) || SendCalls.MessageType(call, model, context.CancellationToken) is not { } type) return;
        // Text and bytes need no JSON code, and that of a marked type is found at run time.
        if (!MessageKinds.IsWrittenAsJson(type, known) || type.Attribute(known.SocketMessage) is not null) return;
        if (JsonContexts.Of(known.Compilation).Lists(type)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.SentFromRazor, call.GetLocation(), JsonNames.Display(type)));
    }

    /// <summary>Whether Razor's generator has written a file: <c>Pages/Index_cshtml.g.cs</c>.</summary>
    public static bool IsOfRazor(string path)
        => path.EndsWith("razor.g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith("cshtml.g.cs", StringComparison.OrdinalIgnoreCase);

    // In Razor's code, #line gives the source of each piece.
    private static bool IsInRazor(Location location) => location.GetMappedLineSpan() is { HasMappedPath: true, Path: var path } && IsRazor(path);

    private static bool IsRazor(string path) => path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase);
}
