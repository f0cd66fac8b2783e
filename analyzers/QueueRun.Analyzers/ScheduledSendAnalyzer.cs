using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds what a scheduled run sends to nobody: straight on its own <c>ISocket</c>, without <c>To</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduledSendAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NobodyCurrent);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var socket = Receiver(call);
        if (socket is null || call.NameText() is not ("SendAsync" or "CloseAsync") || !IsScheduled(context.ContainingSymbol, known)) return;
        if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method || !method.ContainingType.Is(known.Socket)) return;
        if (context.SemanticModel.GetSymbolInfo(socket, context.CancellationToken).Symbol is not IParameterSymbol parameter
            || !IsScheduled(parameter.ContainingSymbol, known)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyCurrent, call.GetLocation(), method.Name, parameter.Name));
    }

    /// <summary>The name that is called upon, where it is one: <c>socket.</c> or <c>socket?.</c>.</summary>
    private static IdentifierNameSyntax? Receiver(InvocationExpressionSyntax call) => Unwrap(call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax => call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    });

    private static IdentifierNameSyntax? Unwrap(ExpressionSyntax? expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Unwrap(parenthesized.Expression),
        PostfixUnaryExpressionSyntax suppressed => Unwrap(suppressed.Operand),
        _ => expression as IdentifierNameSyntax,
    };

    /// <summary>Whether a method has the attribute: of any other, no body need be bound.</summary>
    private static bool IsScheduled(ISymbol? method, KnownTypes known) => method?.Attribute(known.ScheduleHandler) is not null;
}
