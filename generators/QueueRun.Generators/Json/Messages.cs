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
        var layout = model.Select(static (model, _) => MessageLayout.Of(model)).WithTrackingName(TrackingNames.MessageLayout);
        context.RegisterImplementationSourceOutput(layout.Select(static (layout, _) => layout.Module).Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun && !pair.Left.IsEmpty) output.AddSource("Messages.g.cs", ModuleMessagesEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
        Register(context, assembly, layout.SelectMany(static (layout, _) => layout.Contracts), ContractEmitter.Emit, ContractEmitter.EmitCommon);
        Register(context, assembly, layout.SelectMany(static (layout, _) => layout.Accessors), AccessorEmitter.Emit);
        Register(context, assembly, layout.SelectMany(static (layout, _) => layout.Readers), ReaderEmitter.Emit);
        Register(context, assembly, layout.SelectMany(static (layout, _) => layout.Writers), WriterEmitter.Emit, WriterEmitter.EmitCommon);
    }

    /// <summary>Registers a file per part.</summary>
    private static void Register<T>(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<AssemblyFacts> assembly,
        IncrementalValuesProvider<MessagePart<T>> parts, Func<MessagePart<T>, AssemblyFacts, EmittedFile?> emit) where T : IEquatable<T>
    {
        context.RegisterImplementationSourceOutput(parts.Combine(assembly), (output, pair) =>
        {
            if (pair.Right.HasQueueRun) Add(output, emit(pair.Left, pair.Right));
        });
    }

    /// <summary>Registers a file per part, and one with the common code of several parts.</summary>
    private static void Register<T, TNeed>(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<AssemblyFacts> assembly,
        IncrementalValuesProvider<MessagePart<T>> parts, Func<MessagePart<T>, AssemblyFacts, EmittedPart<TNeed>> emit,
        Func<IEnumerable<TNeed>, AssemblyFacts, EmittedFile> emitCommon) where T : IEquatable<T> where TNeed : IEquatable<TNeed>
    {
        var files = parts.Combine(assembly)
            .Where(static pair => pair.Right.HasQueueRun)
            .Select((pair, _) => emit(pair.Left, pair.Right));
        context.RegisterImplementationSourceOutput(files, static (output, part) => Add(output, part.File));
        var needs = files.Select(static (part, _) => part.Needs).WithTrackingName(TrackingNames.MessageNeeds).Collect();
        context.RegisterImplementationSourceOutput(needs.Combine(assembly), (output, pair) =>
        {
            if (pair.Left.Length > 1) Add(output, emitCommon(pair.Left.SelectMany(part => part), pair.Right));
        });
    }

    private static void Add(SourceProductionContext output, EmittedFile? file)
    {
        if (file is not null) output.AddSource(file.HintName, file.Text);
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
