using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds classes that are registered as singletons and take scoped services. A class that a factory creates is not checked.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingletonAnalyzer : QueueRunAnalyzer
{
    private const string Namespace = "Microsoft.Extensions.DependencyInjection";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.ScopedInHostedService);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterSyntaxNodeAction(node => Report(node, known), SyntaxKind.InvocationExpression);

    /// <summary>The first scoped service that a class takes, with the cure; null if it takes none.</summary>
    internal static (IParameterSymbol Parameter, string Cure)? FindScoped(INamedTypeSymbol type, KnownTypes known)
        => ScopedOf(type, known).Select(scoped => ((IParameterSymbol, string)?)scoped).FirstOrDefault();

    /// <summary>All scoped services that a class takes, each with the cure.</summary>
    internal static IEnumerable<(IParameterSymbol Parameter, string Cure)> ScopedOf(INamedTypeSymbol type, KnownTypes known)
    {
        foreach (var parameter in type.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
        {
            var cure = parameter.Type.Is(known.Socket) ? "ISockets" : parameter.Type.IsOf(known.Queue) ? "IQueues" : null;
            if (cure is not null) yield return (parameter, cure);
        }
    }

    private static void Report(SyntaxNodeAnalysisContext context, KnownTypes known)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.NameText() is not ("AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton" or "Singleton" or "KeyedSingleton")) return;
        if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method
            || !method.ContainingNamespace.ToDisplayString().StartsWith(Namespace, StringComparison.Ordinal)
            || ImplementationOf(method, call, context) is not INamedTypeSymbol type
            || type.IsA(known.HostedService)) // reported at its declaration
        {
            return;
        }

        if (FindScoped(type, known) is var (parameter, cure))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ScopedInHostedService, NameOf(call).GetLocation(), type.Name, parameter.Type.ShortName(), cure));
    }

    /// <summary>The class that the container constructs; null if it receives an object or a factory.</summary>
    private static ITypeSymbol? ImplementationOf(IMethodSymbol method, InvocationExpressionSyntax call, SyntaxNodeAnalysisContext context)
    {
        var parameters = method.ReducedFrom is null && method.IsExtensionMethod ? method.Parameters.Skip(1) : method.Parameters;
        if (!parameters.All(parameter => parameter.Name is "serviceKey" || parameter.Type.ToDisplayString() == "System.Type")) return null;
        if (!method.TypeArguments.IsEmpty) return method.TypeArguments[method.TypeArguments.Length - 1];
        var named = call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<TypeOfExpressionSyntax>().LastOrDefault();
        return named is null ? null : context.SemanticModel.GetTypeInfo(named.Type, context.CancellationToken).Type?.OriginalDefinition;
    }

    private static ExpressionSyntax NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        var name => name,
    };
}
