using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Reports why a method with a lifecycle attribute, such as <c>[OnConnect]</c>, is left out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifecycleAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(
        Ids.LifecycleSignature, Ids.NotAccessible, Ids.NotAHandler, Ids.SecondMessage, Ids.ParameterUndecided, Ids.ParameterNotSupported);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterMethodAction(known, (method, report) => Report(method, known, report));
        start.RegisterSyntaxNodeAction(node =>
        {
            if (((LocalFunctionStatementSyntax)node.Node).AttributeLists.Count > 0
                && node.SemanticModel.GetDeclaredSymbol((LocalFunctionStatementSyntax)node.Node, node.CancellationToken) is { } function)
                Report(function, known, node.ReportDiagnostic);
        }, SyntaxKind.LocalFunctionStatement);
    }

    /// <summary>Reports the problems of a method with a lifecycle attribute.</summary>
    internal static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        Problems problems = new();
        foreach (var kind in LifecycleMethod.KindsOf(method, known))
            LifecycleMethod.Read(method, kind, known, JsonSupport.CanBeRead(known), problems);
        foreach (var problem in problems) report(problem.ToDiagnostic());
    }
}
