using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Checks the arguments of <c>SendAsync</c>: whether JSON code can be emitted for them, and whether their type is specific enough.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SendAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NoJson, Ids.OpenTypeSent, Ids.ObjectSent, Ids.AnonymousPassedOn, Ids.ObjectInside);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node =>
        {
            var call = (InvocationExpressionSyntax)node.Node;
            if (call.NameText() == "SendAsync" && node.SemanticModel.GetSymbolInfo(call, node.CancellationToken).Symbol is IMethodSymbol method)
                Report(call, method, node.ContainingSymbol, known, node.ReportDiagnostic);
        }, SyntaxKind.InvocationExpression);

    /// <summary>Reports the problems of a call's message.</summary>
    internal static void Report(InvocationExpressionSyntax call, IMethodSymbol method, ISymbol? containing, KnownTypes known, Action<Diagnostic> report)
    {
        var own = SendCalls.MessageTypeOfOwn(method, known);
        if ((own ?? SendCalls.MessageType(method)) is not { } type) return;
        var message = Message(call).GetLocation();
        if (type.SpecialType == SpecialType.System_Object)
            report(Diagnostic.Create(Descriptors.ObjectSent, message));
        else if (IsOpen(type))
        {
            // The callers of an implementation know the type, and its JSON code is emitted for them.
            if (!PassesOn(containing, type, known)) report(Diagnostic.Create(Descriptors.OpenTypeSent, message, JsonNames.Display(type)));
        }
        else if (JsonSupport.Sent(type, known) is { } refusal)
        {
            if (!JsonReport.IsReportedAtType(type, known)) JsonReport.Refusal(refusal, type, message, report);
        }
        else if (own is not null && JsonNames.HasAnonymous(type) && MayPassOn(method))
            report(Diagnostic.Create(Descriptors.AnonymousPassedOn, message, JsonNames.Display(type), method.ContainingType.ShortName()));
        else
            JsonReport.Untyped(type, message, known.Compilation, report);
    }

    /// <summary>Whether a method is an <c>ISocket</c>'s own <c>SendAsync</c>, which passes its message on.</summary>
    private static bool PassesOn(ISymbol? containing, ITypeSymbol type, KnownTypes known)
        => containing is IMethodSymbol { TypeParameters: { Length: 1 } parameters } method && type.Equals(parameters[0], SymbolEqualityComparer.Default) && SendCalls.Implements(method, known);

    /// <summary>
    /// Whether a class's <c>SendAsync</c> calls another one: if it only records the message, no JSON is needed. Unknown, and so false, for
    /// a library's.
    /// </summary>
    private static bool MayPassOn(IMethodSymbol method)
        => method.OriginalDefinition.DeclaringSyntaxReferences.Any(declared => declared.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => call.NameText() == "SendAsync"));

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
