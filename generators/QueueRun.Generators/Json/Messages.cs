using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>From the types of messages to their JSON code.</summary>
internal static class Messages
{
    private static readonly Memory<EquatableArray<MessageRoot>> s_types = new(MessageRoot.OfMessage);

    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<AssemblyFacts> assembly,
        IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> methods, IncrementalValueProvider<EquatableArray<JsonShape>> sends)
    {
        var types = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.SocketMessage, static (node, _) => node is BaseTypeDeclarationSyntax, s_types.Read)
            .WithTrackingName(TrackingNames.MessageTypes)
            .Collect();
        var contexts = context.SyntaxProvider
            .ForAttributeWithMetadataName("System.Text.Json.Serialization.JsonSerializableAttribute", static (node, _) => node is ClassDeclarationSyntax,
                static (found, _) => found.TargetSymbol is INamedTypeSymbol type && JsonContexts.IsUsable(type) ? Emitted.Name(type) : null)
            .WithTrackingName(TrackingNames.JsonContexts)
            .Collect();

        var model = types.Combine(methods).Combine(contexts).Combine(sends)
            .Select(static (all, _) =>
            {
                var (((types, methods), contexts), sends) = all;
                return Merge(types.AddRange(methods), contexts, sends);
            })
            .WithTrackingName(TrackingNames.Messages);
        context.RegisterImplementationSourceOutput(model.Combine(assembly), static (output, pair) => Emit(output, pair.Left, pair.Right));
    }

    private static void Emit(SourceProductionContext output, MessageModel model, AssemblyFacts assembly)
    {
        if (!assembly.HasQueueRun || model.IsEmpty) return;
        output.AddSource("Messages.g.cs", ModuleMessagesEmitter.Emit(model, assembly).ToSourceText());
        if (model.Contracts.Count > 0) output.AddSource("Messages.Contracts.g.cs", ContractEmitter.Emit(model, assembly).ToSourceText());
        if (model.Sent.Count > 0) output.AddSource("Messages.Writers.g.cs", WriterEmitter.Emit(model, assembly).ToSourceText());
    }

    private static MessageModel Merge(ImmutableArray<EquatableArray<MessageRoot>> found, ImmutableArray<string?> contexts, EquatableArray<JsonShape> sends)
    {
        var roots = found.SelectMany(roots => roots).ToList();
        return MessageModel.Merge(
            roots.Where(root => root.Use == JsonUse.Received).Select(root => root.Shape),
            roots.Where(root => root.Use == JsonUse.Sent).Select(root => root.Shape).Concat(sends),
            contexts.OfType<string>());
    }
}
