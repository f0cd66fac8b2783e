using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators.Benchmarks;

/// <summary>The least that a generator can do which intercepts calls: it asks which method is called, and where it is intercepted.</summary>
internal sealed class SymbolAndLocation : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var calls = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SendAsync" } },
            static (found, token) =>
            {
                var call = (InvocationExpressionSyntax)found.Node;
                return found.SemanticModel.GetSymbolInfo(call, token).Symbol is IMethodSymbol method
                    ? (method.Name, found.SemanticModel.GetInterceptableLocation(call, token)?.Data) : default;
            });
        context.RegisterImplementationSourceOutput(calls.Collect(), static (output, calls)
            => output.AddSource("Calls.g.cs", $"// {calls.Count(call => call.Data is not null)} calls"));
    }
}
