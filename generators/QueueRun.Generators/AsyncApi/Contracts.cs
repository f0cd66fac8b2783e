using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>
/// From handlers and sent messages to the assembly's contract. Editors do not request it, so nothing of it runs at a keystroke.
/// </summary>
internal static class Contracts
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValuesProvider<Send> sends)
    {
        var handlers = Find(context, MarkedKind.SocketHandler, OperationReader.Handlers, TrackingNames.Operations);
        var authentication = Find(context, MarkedKind.SignIn, OperationReader.Authenticator, TrackingNames.Authentication);
        var marked = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.SocketMessage, static (node, _) => node is BaseTypeDeclarationSyntax, static (found, _) => Marked(found))
            .WithTrackingName(TrackingNames.MarkedMessages)
            .Collect();
        var sent = sends.Select(static (send, _) => send.Messages)
            .WithTrackingName(TrackingNames.SentMessages)
            .Collect();
        var contract = handlers.Combine(authentication).Combine(marked).Combine(sent)
            .Select(static (all, _) =>
            {
                var (((handlers, authentication), marked), sent) = all;
                return Contract.Merge(handlers.AddRange(authentication).SelectMany(found => found), marked.SelectMany(found => found), sent.SelectMany(found => found));
            })
            .WithTrackingName(TrackingNames.Contract);
        context.RegisterImplementationSourceOutput(contract.Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun && !pair.Left.IsEmpty) output.AddSource("SocketContract.g.cs", ContractClassEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
    }

    private static IncrementalValueProvider<ImmutableArray<EquatableArray<Operation>>> Find(
        IncrementalGeneratorInitializationContext context, MarkedKind kind, Func<GeneratorAttributeSyntaxContext, EquatableArray<Operation>> read, string step)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(kind.MetadataName, static (node, _) => node is MethodDeclarationSyntax, (found, _) => read(found))
            .WithTrackingName(step)
            .Collect();

    private static EquatableArray<SentMessage> Marked(GeneratorAttributeSyntaxContext found)
        => found.TargetSymbol is INamedTypeSymbol { IsGenericType: false } type
            && Analysis.Json.JsonShapes.Refusal(type, Analysis.Json.JsonUse.Sent, found.SemanticModel.Compilation) is null
            ? SentMessage.Of(type, found.SemanticModel.Compilation) : default;
}
