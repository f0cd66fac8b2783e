using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds sends, closes and pushes whose result is dropped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAwaitedAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAwaited);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (syntax.NameText() is not ("SendAsync" or "CloseAsync" or "PushAsync") || !MayBeDropped(syntax)) return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation call && IsAwaitable(call.TargetMethod, known) && IsDropped(call))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAwaited, call.Syntax.GetLocation(), call.TargetMethod.Name));
    }

    private static bool IsAwaitable(IMethodSymbol method, KnownTypes known) => method.Name switch
    {
        "SendAsync" or "CloseAsync" => method.ContainingType.Is(known.Socket),
        "PushAsync" => method.ContainingType.IsOf(known.Queue) || method.ContainingType.Is(known.Queues),
        _ => false,
    };

    /// <summary>Whether nobody seems to take the value. Nearly all calls stand behind <c>await</c>: what they mean need not be asked.</summary>
    private static bool MayBeDropped(SyntaxNode value) => value.Parent switch
    {
        AwaitExpressionSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or ArgumentSyntax => false,
        ParenthesizedExpressionSyntax parenthesized => MayBeDropped(parenthesized),
        // Some forms of the same are called on it, and of these the whole chain counts.
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax chained } => MayBeDropped(chained),
        _ => true,
    };

    /// <summary>Whether a value ends as a statement. Whoever awaits, assigns, returns or passes it on has it in hand.</summary>
    private static bool IsDropped(IOperation value) => value.Parent switch
    {
        IExpressionStatementOperation => true,
        IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation => IsDropped(value.Parent),
        IConditionalOperation conditional => conditional.Condition != value && IsDropped(conditional),
        IConditionalAccessOperation access => access.WhenNotNull == value && IsDropped(access),
        ISwitchExpressionOperation choice => choice.Value != value && IsDropped(choice),
        // The same in another form: it still waits for somebody to await it.
        IInvocationOperation { TargetMethod.Name: "AsTask" or "Preserve" or "ConfigureAwait" } form => form.Instance == value && IsDropped(form),
        _ => false,
    };
}
