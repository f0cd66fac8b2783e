using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Counts the recipients of <c>To</c>, if the code lists them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecipientsAnalyzer : QueueRunAnalyzer
{
    /// <summary>The maximum number of users per call.</summary>
    private const int MaxUsers = 100;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Descriptors.Of(Ids.TooManyNamed, Ids.TooManyAllowed, Ids.NobodyNamed);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);
    }

    private static void Report(SyntaxNodeAnalysisContext node, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)node.Node;
        var name = call.Name();
        if (name?.Identifier.ValueText != "To" || NamesVariables(call, node) || node.SemanticModel.GetOperation(call, node.CancellationToken) is not IInvocationOperation to) return;
        if (!to.TargetMethod.ContainingType.Is(known.Sockets) || to.Arguments.FirstOrDefault()?.Value is not { } argument) return;

        var users = Unwrap(argument);
        var isListed = to.Arguments[0].ArgumentKind is ArgumentKind.ParamCollection or ArgumentKind.ParamArray;
        var place = isListed ? name.GetLocation() : users.Syntax.GetLocation();
        if (IsNoId(users))
        {
            node.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyNamed, place, "no user has a null or empty id"));
        }
        else if (Elements(users) is { } named)
        {
            if (named.Count == 0) node.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyNamed, place, "no user is named"));
            // Repeated ids count once, and two variables may hold the same id.
            else if (named.Select(Unwrap).Where(user => user.ConstantValue.HasValue).Select(user => user.ConstantValue.Value).Distinct().Count() is > MaxUsers and var count)
                node.ReportDiagnostic(Diagnostic.Create(Descriptors.TooManyNamed, isListed ? call.ArgumentList.GetLocation() : place, count.ToString(CultureInfo.InvariantCulture)));
            foreach (var nobody in named.Select(Unwrap).Where(IsNoId))
                node.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyNamed, nobody.Syntax.GetLocation(), "no user has a null or empty id"));
        }
        else if (Limit(users, known) is { } limit && limit.Count > MaxUsers)
        {
            node.ReportDiagnostic(Diagnostic.Create(Descriptors.TooManyAllowed, limit.Place, limit.Count.ToString(CultureInfo.InvariantCulture), limit.Method));
        }
    }

    /// <summary>
    /// Whether a call names only variables, as most do: their values are unknown. Asking for an operation creates those of the whole
    /// method, which costs far more than asking for the meaning of a name.
    /// </summary>
    private static bool NamesVariables(InvocationExpressionSyntax call, SyntaxNodeAnalysisContext node)
    {
        var arguments = call.ArgumentList.Arguments;
        return arguments.Count > 0 && arguments.All(argument => argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && IsVariable(node.SemanticModel.GetSymbolInfo(argument.Expression, node.CancellationToken).Symbol));
    }

    private static bool IsVariable(ISymbol? symbol) => symbol switch
    {
        IParameterSymbol or IPropertySymbol => true,
        IFieldSymbol field => !field.IsConst,
        // The number of a loop's elements is known if it goes through chunks.
        ILocalSymbol local => !local.IsConst && local.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is VariableDeclaratorSyntax),
        _ => false,
    };

    /// <summary>The elements that the code lists; null if it does not list them, or not all.</summary>
    private static IReadOnlyList<IOperation>? Elements(IOperation users) => users switch
    {
        ICollectionExpressionOperation { Elements: var elements } => elements.Any(element => element is ISpreadOperation) ? null : elements,
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } when sizes[0].ConstantValue is { HasValue: true, Value: 0 } => [],
        IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.IsEmpty: true, ContainingType.Name: "Array" or "Enumerable" } } => [],
        _ => null,
    };

    /// <summary>The maximum number of users in <c>Take(500)</c>, or in a chunk of <c>Chunk(500)</c> that a loop goes through.</summary>
    private static (int Count, string Method, Location Place)? Limit(IOperation users, KnownTypes known)
    {
        if (users is ILocalReferenceOperation { Local: var local } && LoopOver(users, local) is { } loop) return Limit(Unwrap(loop), "Chunk", known);
        return Limit(users, "Take", known);
    }

    private static (int Count, string Method, Location Place)? Limit(IOperation users, string method, KnownTypes known)
        => users is IInvocationOperation { TargetMethod: var called, Arguments: { Length: 2 } arguments } && called.Name == method && called.ContainingType.Is(known.Enumerable)
            && arguments[1].Value is { ConstantValue: { HasValue: true, Value: int count } } size ? (count, method, size.Syntax.GetLocation()) : null;

    private static IOperation? LoopOver(IOperation use, ILocalSymbol local)
    {
        for (var operation = use.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default)) return loop.Collection;
        }
        return null;
    }

    private static bool IsNoId(IOperation user) => user.ConstantValue is { HasValue: true, Value: null or "" } && user.Type?.SpecialType is null or SpecialType.None or SpecialType.System_String;

    private static IOperation Unwrap(IOperation operation) => operation switch
    {
        IConversionOperation { Conversion.IsUserDefined: false } conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        _ => operation,
    };
}
