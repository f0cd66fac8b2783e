using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Reports what is left out in files that count as generated, such as <c>Chat.g.cs</c>, which no other rule sees: an invalid handler, or
/// one that another generator has written, which ours does not see. Razor's files have rules of their own: <see cref="RazorAnalyzer"/>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GeneratedFileAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.LeftOutOfGenerated);

    // Analyzing generated code would cost every program time, because the compiler prepares all emitted code for it. Instead, this rule
    // searches for these files.
    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.ReportDiagnostics;

#pragma warning disable RS1013 // Every family of rules begins like this: without a reference to QueueRun, nothing is registered.
    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterCompilationEndAction(end =>
        {
            var announced = end.Compilation.Assembly.Attribute(known.QueueRunModule) is { } module ? ModuleContent.Read(module) : null;
            foreach (var tree in end.Compilation.SyntaxTrees.Where(tree => GeneratedFiles.Counts(tree, end.Options)))
            {
                end.CancellationToken.ThrowIfCancellationRequested();
                Report(tree, end, announced, known);
            }
        });
#pragma warning restore RS1013

    private static void Report(SyntaxTree tree, CompilationAnalysisContext end, ModuleContent? announced, KnownTypes known)
    {
        var nodes = tree.GetRoot(end.CancellationToken).DescendantNodes().Where(IsOfInterest).ToList();
        if (nodes.Count == 0) return;
#pragma warning disable RS1030 // The analyzer is not called for generated code, so it receives no model of it.
        var model = end.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
        foreach (var node in nodes)
        {
            var symbol = node is InvocationExpressionSyntax ? model.GetSymbolInfo(node, end.CancellationToken).Symbol : model.GetDeclaredSymbol(node, end.CancellationToken);
            switch (symbol)
            {
                case IMethodSymbol sending when node is InvocationExpressionSyntax call:
                    SendAnalyzer.Report(call, sending, model.GetEnclosingSymbol(call.SpanStart, end.CancellationToken), known, Retell("SendAsync", end));
                    break;
                case IMethodSymbol { PartialDefinitionPart: null } method when method.IsMarked(known):
                    ReportMethod(method, end, announced, known);
                    break;
                case INamedTypeSymbol type:
                    MessageTypeAnalyzer.ReportType(type, known, Retell(type.Name, end));
                    break;
            }
        }
    }

    private static bool IsOfInterest(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => call.NameText() == "SendAsync",
        MethodDeclarationSyntax method => method.AttributeLists.Count > 0 || method.Modifiers.Any(SyntaxKind.PartialKeyword),
        TypeDeclarationSyntax type => type.AttributeLists.Count > 0,
        _ => false,
    };

    private static void ReportMethod(IMethodSymbol method, CompilationAnalysisContext end, ModuleContent? announced, KnownTypes known)
    {
        var isWrong = false;
        var retell = Retell(method.ShortName(), end);
        Action<Diagnostic> report = diagnostic =>
        {
            isWrong |= diagnostic.Severity == DiagnosticSeverity.Error;
            retell(diagnostic);
        };
        HandlerAnalyzer.Report(method, known, report);
        LifecycleAnalyzer.Report(method, known, report);
        HandlerMessageAnalyzer.Report(method, known, report);
        if (!isWrong && announced is not null && !Announcement.Has(announced, method, known))
        {
            end.ReportDiagnostic(Diagnostic.Create(Descriptors.LeftOutOfGenerated, method.Location(), method.ShortName(),
                "another generator wrote it, and generators do not see each other's output; move it to a file of the project"));
        }
    }

    /// <summary>Reports an error of another rule that does not run here.</summary>
    private static Action<Diagnostic> Retell(string name, CompilationAnalysisContext end) => diagnostic =>
    {
        if (diagnostic.Severity == DiagnosticSeverity.Error)
            end.ReportDiagnostic(Diagnostic.Create(Descriptors.LeftOutOfGenerated, diagnostic.Location, name, $"{diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"));
    };
}
