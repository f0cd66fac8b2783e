using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Judges what is given to <c>SendAsync</c>: whether JSON code can be emitted for it, and whether its type says anything.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SendAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NoJson, Ids.OpenTypeSent, Ids.ObjectSent);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.NameText() != "SendAsync" || SendCalls.MessageType(call, context.SemanticModel, context.CancellationToken) is not { } type) return;
        if (type.SpecialType == SpecialType.System_Object)
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ObjectSent, Message(call).GetLocation()));
        else if (IsOpen(type))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.OpenTypeSent, Message(call).GetLocation(), JsonNames.Display(type)));
        else if (JsonQuestion.Sent(type, known) is { } refusal && !JsonReport.IsReportedAtType(type, known))
            JsonReport.Refusal(refusal, type, Message(call).GetLocation(), context.ReportDiagnostic);
    }

    private static ExpressionSyntax Message(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        return (arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "message") ?? arguments.FirstOrDefault())?.Expression ?? call;
    }

    private static bool IsOpen(ITypeSymbol type)
        => type switch
        {
            ITypeParameterSymbol => true,
            IArrayTypeSymbol array => IsOpen(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.Any(IsOpen)
                || (named.IsAnonymousType && named.GetMembers().OfType<IPropertySymbol>().Any(member => IsOpen(member.Type)))
                || (named.ContainingType is { } containing && IsOpen(containing)),
            _ => false,
        };
}
