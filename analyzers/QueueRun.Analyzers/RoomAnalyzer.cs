using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds a room, or all connections, that are to join or leave a room; and names that no room can have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RoomAnalyzer : QueueRunAnalyzer
{
    /// <summary>The most characters that a room's name may have.</summary>
    private const int MaxLength = 200;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.RoomJoinsRoom, Ids.RoomNameWrong);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (syntax.Name() is not { Identifier.ValueText: "ToRoom" or "JoinAsync" or "LeaveAsync" or "MembersAsync" } name) return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call || !IsSockets(call.TargetMethod, known)) return;

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "room" && Fault(argument.Value) is { } fault)
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.RoomNameWrong, argument.Value.Syntax.GetLocation(), fault));
        }

        if (call.TargetMethod.Name is "JoinAsync" or "LeaveAsync" && call.Instance is { } socket && Many(socket, context, known) is { } many)
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.RoomJoinsRoom, name.GetLocation(), call.TargetMethod.Name, many));
    }

    private static bool IsSockets(IMethodSymbol method, KnownTypes known) => method.ContainingType.Is(known.Socket) || method.ContainingType.Is(known.Sockets);

    /// <summary>What is wrong with a name; null where nothing is, or where it is not known.</summary>
    private static string? Fault(IOperation name) => name.ConstantValue switch
    {
        { HasValue: false } => null,
        { Value: string { Length: 0 } } => "is empty",
        { Value: string { Length: > MaxLength } text } => $"has {text.Length} characters",
        { Value: string text } => text.Any(char.IsControl) ? "has a control character" : null,
        _ => "is null",
    };

    /// <summary>How a socket says that it is a room's, or everybody's; null where it is neither, or where that is not plain.</summary>
    private static string? Many(IOperation socket, SyntaxNodeAnalysisContext context, KnownTypes known) => socket switch
    {
        IConversionOperation conversion => Many(conversion.Operand, context, known),
        IParenthesizedOperation parenthesized => Many(parenthesized.Operand, context, known),
        IConditionalAccessInstanceOperation => Conditional(socket) is { } accessed ? Many(accessed, context, known) : null,
        IConditionalAccessOperation access => Many(access.WhenNotNull, context, known),
        IInvocationOperation { TargetMethod: { Name: "ToRoom" } method } when IsSockets(method, known) => "ToRoom",
        IPropertyReferenceOperation { Property: { Name: "All", ContainingType: var type } } when type.Is(known.Sockets) => "All",
        IPropertyReferenceOperation { Property: { Name: "Others", ContainingType: var type }, Instance: { } whole } when type.Is(known.Socket) => Many(whole, context, known),
        ILocalReferenceOperation { Local: var local } when context.ValueOf(local) is { } value && context.SemanticModel.GetOperation(value, context.CancellationToken) is { } given
            => Many(given, context, known),
        _ => null,
    };

    /// <summary>What stands in front of <c>?.</c></summary>
    private static IOperation? Conditional(IOperation instance)
    {
        for (var (operation, from) = (instance.Parent, instance); operation is not null; (operation, from) = (operation.Parent, operation))
        {
            if (operation is IConditionalAccessOperation access && access.WhenNotNull == from) return access.Operation;
        }

        return null;
    }
}
