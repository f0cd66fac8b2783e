using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>From the types of messages to their JSON code.</summary>
internal static class Messages
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<AssemblyFacts> assembly,
        IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> types, IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> methods,
        IncrementalValueProvider<EquatableArray<JsonShape>> sends)
    {
        var contexts = context.SyntaxProvider
            .ForAttributeWithMetadataName("System.Text.Json.Serialization.JsonSerializableAttribute", static (node, _) => node is ClassDeclarationSyntax,
                static (found, _) => found.TargetSymbol is INamedTypeSymbol type && JsonContexts.IsUsable(type) ? Emitted.Name(type) : null)
            .WithTrackingName(TrackingNames.JsonContexts)
            .Collect();

        var model = types.Combine(methods).Combine(contexts).Combine(sends)
            .Select(static (all, _) =>
            {
                var (((types, methods), contexts), sends) = all;
                return Merge(types, methods, contexts, sends);
            })
            .WithTrackingName(TrackingNames.Messages);
        context.RegisterImplementationSourceOutput(model.Combine(assembly), static (output, pair) => Emit(output, pair.Left, pair.Right));
    }

    private static void Emit(SourceProductionContext output, MessageModel model, AssemblyFacts assembly)
    {
        if (!assembly.HasQueueRun || model.IsEmpty) return;
        ReadableTypes readable = new(model);
        output.AddSource("Messages.g.cs", ModuleMessagesEmitter.Emit(model, readable, assembly).ToSourceText());
        if (model.Contracts.Count > 0) output.AddSource("Messages.Contracts.g.cs", ContractEmitter.Emit(model, assembly).ToSourceText());
        if (readable.Roots.Count > 0) output.AddSource("Messages.Readers.g.cs", ReaderEmitter.Emit(readable, assembly).ToSourceText());
        if (model.Sent.Count > 0) output.AddSource("Messages.Writers.g.cs", WriterEmitter.Emit(model, assembly).ToSourceText());
    }

    private static MessageModel Merge(ImmutableArray<EquatableArray<MessageRoot>> types, ImmutableArray<EquatableArray<MessageRoot>> methods,
        ImmutableArray<string?> contexts, EquatableArray<JsonShape> sends)
    {
        var marked = types.SelectMany(type => type).ToList();
        var taken = methods.SelectMany(method => method).ToList();
        return MessageModel.Merge(
            [.. Of(taken, JsonUse.Received)], Of(marked, JsonUse.Received), Of(marked.Concat(taken), JsonUse.Sent).Concat(sends), contexts.OfType<string>());
    }

    private static IEnumerable<JsonShape> Of(IEnumerable<MessageRoot> roots, JsonUse use) => roots.Where(root => root.Use == use).Select(root => root.Shape);
}
