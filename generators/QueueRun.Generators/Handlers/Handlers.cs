using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>From marked methods to the code that calls them.</summary>
internal static class Handlers
{
    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValueProvider<EquatableArray<EntryPoint>> entryPoints)
    {
        var files = entryPoints
            .Select(static (all, _) => HandlerFile.Group([.. all]))
            .WithTrackingName(TrackingNames.HandlerFiles);

        context.RegisterImplementationSourceOutput(files.SelectMany(static (all, _) => all).Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun) output.AddSource(pair.Left.HintName, HandlerEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
        context.RegisterImplementationSourceOutput(files.Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun && pair.Left.Count > 0)
                output.AddSource("Handlers.g.cs", DescriptorEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
    }

    /// <summary>Every valid entry point of the assembly, in an order that does not depend on files.</summary>
    public static IncrementalValueProvider<EquatableArray<EntryPoint>> EntryPoints(IncrementalGeneratorInitializationContext context)
    {
        var handlers = Find(context, MetadataNames.SocketHandler, EntryPointReader.Handlers, TrackingNames.SocketHandlers);
        var authenticators = Find(context, MetadataNames.Authenticate,
            static (found, _) => EntryPointReader.Lifecycle(LifecycleKind.Authenticate, found), TrackingNames.Authenticators);
        var connectors = Find(context, MetadataNames.OnConnect,
            static (found, _) => EntryPointReader.Lifecycle(LifecycleKind.OnConnect, found), TrackingNames.Connectors);
        var onlineHooks = Find(context, MetadataNames.OnOnline,
            static (found, _) => EntryPointReader.Lifecycle(LifecycleKind.OnOnline, found), TrackingNames.OnlineHooks);
        var offlineHooks = Find(context, MetadataNames.OnOffline,
            static (found, _) => EntryPointReader.Lifecycle(LifecycleKind.OnOffline, found), TrackingNames.OfflineHooks);
        var queues = Find(context, MetadataNames.QueueHandler,
            static (found, _) => EntryPointReader.Job(JobKind.Queue, found), TrackingNames.QueueHandlers);
        var schedules = Find(context, MetadataNames.ScheduleHandler,
            static (found, _) => EntryPointReader.Job(JobKind.Schedule, found), TrackingNames.ScheduleHandlers);

        return handlers.Combine(authenticators).Combine(connectors).Combine(onlineHooks).Combine(offlineHooks).Combine(queues).Combine(schedules)
            .Select(static (all, _) =>
            {
                var ((((((handlers, authenticators), connectors), onlineHooks), offlineHooks), queues), schedules) = all;
                return Sort([handlers, authenticators, connectors, onlineHooks, offlineHooks, queues, schedules]);
            })
            .WithTrackingName(TrackingNames.EntryPoints);
    }

    private static IncrementalValueProvider<ImmutableArray<EquatableArray<EntryPoint>>> Find(
        IncrementalGeneratorInitializationContext context, string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, EquatableArray<EntryPoint>> read, string trackingName)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, read)
            .WithTrackingName(trackingName)
            .Collect();

    private static EquatableArray<EntryPoint> Sort(ImmutableArray<EquatableArray<EntryPoint>>[] found)
        => found.SelectMany(methods => methods).SelectMany(method => method)
            .OrderBy(entryPoint => entryPoint.SortKey, StringComparer.Ordinal)
            .ToEquatableArray();
}
