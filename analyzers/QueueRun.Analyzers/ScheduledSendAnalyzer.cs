using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds calls in scheduled runs that have no recipient: on the run's own <c>ISocket</c>, without <c>To</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduledSendAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NobodyCurrent);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.NameText() is not ("SendAsync" or "CloseAsync" or "JoinAsync" or "LeaveAsync") || !IsScheduled(context.ContainingSymbol, known)) return;
        if (Receiver(call) is not { } receiver || Origin(receiver, context, known) is not { } socket) return;
        if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method || !method.ContainingType.Is(known.Socket)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyCurrent, call.GetLocation(), method.Name, socket.Name));
    }

    /// <summary>The receiver of a call: <c>socket.</c>, <c>socket?.</c> or <c>socket.Connection.</c></summary>
    private static ExpressionSyntax? Receiver(ExpressionSyntax access) => access switch
    {
        InvocationExpressionSyntax call => Receiver(call.Expression),
        MemberAccessExpressionSyntax member => member.Expression,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(conditional => conditional.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };

    /// <summary>
    /// The socket from which a receiver comes without naming recipients: a parameter of the scheduled method or of its class, or a local or
    /// field that holds it, or the <c>Connection</c> or <c>Others</c> of one of these. Null for all others.
    /// </summary>
    private static ISymbol? Origin(ExpressionSyntax expression, SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Origin(parenthesized.Expression, context, known);
            case PostfixUnaryExpressionSyntax suppressed:
                return Origin(suppressed.Operand, context, known);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connection" or "Others", Expression: var whole }:
                return Origin(whole, context, known);
            case MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Connection" or "Others" } binding:
                return Receiver(binding) is { } conditional ? Origin(conditional, context, known) : null;
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding }:
                return Origin(binding, context, known);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return context.SemanticModel.GetSymbolInfo(expression, context.CancellationToken).Symbol switch
                {
                    IParameterSymbol parameter when parameter.Type.Is(known.Socket) && IsGiven(parameter, context, known) => parameter,
                    ILocalSymbol local when context.ValueOf(local) is { } value => Origin(value, context, known),
                    IFieldSymbol { IsReadOnly: true } field when context.ValueOf(field) is { } value => Origin(value, context, known) is null ? null : field,
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>
    /// Whether a parameter belongs to the scheduled method or to its class: a local function may be called with another socket.
    /// </summary>
    private static bool IsGiven(IParameterSymbol parameter, SyntaxNodeAnalysisContext context, KnownTypes known)
        => IsScheduled(parameter.ContainingSymbol, known)
            || (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, context.ContainingSymbol?.ContainingType));

    /// <summary>Whether a method has the attribute: the bodies of other methods need not be bound.</summary>
    private static bool IsScheduled(ISymbol? method, KnownTypes known) => method?.Attribute(known[MarkedKind.ScheduleHandler]) is not null;
}
