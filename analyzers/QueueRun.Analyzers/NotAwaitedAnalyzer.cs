using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds sends, closes, joins, leaves and pushes whose result is dropped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAwaitedAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAwaited);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (syntax.NameText() is not ("SendAsync" or "CloseAsync" or "JoinAsync" or "LeaveAsync" or "PushAsync") || !MayBeDropped(syntax)) return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation call && IsAwaitable(call.TargetMethod, known) && IsDropped(call))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAwaited, call.Syntax.GetLocation(), call.TargetMethod.Name));
    }

    private static bool IsAwaitable(IMethodSymbol method, KnownTypes known) => method.Name switch
    {
        "SendAsync" or "CloseAsync" or "JoinAsync" or "LeaveAsync" => method.ContainingType.Is(known.Socket),
        "PushAsync" => method.ContainingType.IsOf(known.Queue) || method.ContainingType.Is(known.Queues),
        _ => false,
    };

    /// <summary>Whether the value may be dropped. Nearly all calls follow <c>await</c>, and need not be bound.</summary>
    private static bool MayBeDropped(SyntaxNode value) => value.Parent switch
    {
        AwaitExpressionSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or ArgumentSyntax => false,
        ParenthesizedExpressionSyntax parenthesized => MayBeDropped(parenthesized),
        // Methods such as AsTask return the same task in another form: then the whole chain is judged.
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax chained } => MayBeDropped(chained),
        _ => true,
    };

    /// <summary>Whether a value is dropped: it is the whole statement, and is not awaited, assigned, returned or passed on.</summary>
    private static bool IsDropped(IOperation value) => value.Parent switch
    {
        IExpressionStatementOperation => true,
        IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation => IsDropped(value.Parent),
        IConditionalOperation conditional => conditional.Condition != value && IsDropped(conditional),
        IConditionalAccessOperation access => access.WhenNotNull == value && IsDropped(access),
        ISwitchExpressionOperation choice => choice.Value != value && IsDropped(choice),
        // The same task in another form: it must still be awaited.
        IInvocationOperation { TargetMethod.Name: "AsTask" or "Preserve" or "ConfigureAwait" } form => form.Instance == value && IsDropped(form),
        _ => false,
    };
}
