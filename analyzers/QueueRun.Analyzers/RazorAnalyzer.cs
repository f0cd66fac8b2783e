using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Says what does not work in a Razor file. Its C# is written by another generator, and generators do not see what others write: handlers in it are never
/// found, and calls of <c>SendAsync</c> have no writer.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAHandler, Ids.SentFromRazor);

    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        if (!start.Compilation.SyntaxTrees.Any(tree => IsOfRazor(tree.FilePath))) return;
        start.RegisterSymbolAction(symbol => ReportHandler(symbol, known), SymbolKind.Method);
        start.RegisterSyntaxNodeAction(node => ReportSend(node, known), SyntaxKind.InvocationExpression);
    }

    private static void ReportHandler(SymbolAnalysisContext context, KnownTypes known)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!method.IsMarked(known) || method.Location() is not { } location || !IsInRazor(location)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAHandler, location, method.ShortName(),
            "it stands in a Razor file, which generators do not see; move it to a C# file"));
    }

    private static void ReportSend(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.NameText() != "SendAsync" || !IsInRazor(call.GetLocation())) return;
        if (SendCalls.MessageType(call, context.SemanticModel, context.CancellationToken) is not { } type) return;
        // Text and bytes need no JSON code, and that of a marked type is found at run time.
        if (!MessageKinds.IsWrittenAsJson(type, known) || type.Attribute(known.SocketMessage) is not null) return;
        if (JsonContexts.Of(known.Compilation).Lists(type)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.SentFromRazor, call.GetLocation(), JsonNames.Display(type)));
    }

    /// <summary>Whether Razor's generator has written a file: <c>Pages/Index_cshtml.g.cs</c>. Where it has written none, nothing is looked at.</summary>
    private static bool IsOfRazor(string path)
        => path.EndsWith("razor.g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith("cshtml.g.cs", StringComparison.OrdinalIgnoreCase);

    // What Razor writes says by #line where each piece of it comes from.
    private static bool IsInRazor(Location location)
        => location.GetMappedLineSpan() is { HasMappedPath: true, Path: var path }
            && (path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase));
}
