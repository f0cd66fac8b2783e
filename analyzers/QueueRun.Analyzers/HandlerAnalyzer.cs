using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Reports why a method marked <c>[SocketHandler]</c>, <c>[QueueHandler]</c> or <c>[ScheduleHandler]</c> is left out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(
        Ids.NotAccessible, Ids.NotAHandler, Ids.ReturnNotSupported, Ids.ObjectReturned, Ids.RouteMalformed, Ids.TimeoutOutOfRange, Ids.RouteOnTextOrBinary,
        Ids.SecondMessage, Ids.ParameterUndecided, Ids.ParameterNotSupported, Ids.RoutePropertyNotReadable, Ids.AuthorizationHidden,
        Ids.ScheduleWrong, Ids.NoJob, Ids.QueueNameMalformed);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterMethodAction(known, (method, report) => Report(method, known, report));
        // Symbol actions are not called for local functions and lambdas.
        start.RegisterSyntaxNodeAction(node =>
        {
            if (HasAttributes(node.Node) && FunctionAt(node) is { } function) Report(function, known, node.ReportDiagnostic);
        }, SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression);
    }

    /// <summary>Reports the problems of a marked method or function.</summary>
    internal static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        var ofHandler = ReadHandlers.Of(method, known).Problems;
        Problems ofJob = new();
        JobMethod.Read(method, known, ofJob);
        // A method may have both marks, and the same problem for both.
        foreach (var problem in ofHandler.Concat(ofJob.Where(problem => !ofHandler.Any(problem.Repeats)))) report(problem.ToDiagnostic());
    }

    private static bool HasAttributes(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax function => function.AttributeLists.Count > 0,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.AttributeLists.Count > 0,
        _ => false,
    };

    private static IMethodSymbol? FunctionAt(SyntaxNodeAnalysisContext node) => node.Node is LocalFunctionStatementSyntax function
        ? node.SemanticModel.GetDeclaredSymbol(function, node.CancellationToken)
        : node.SemanticModel.GetSymbolInfo(node.Node, node.CancellationToken).Symbol as IMethodSymbol;
}
