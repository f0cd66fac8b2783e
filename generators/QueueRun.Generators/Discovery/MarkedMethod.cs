using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>What one attribute on a method comes to.</summary>
/// <param name="EntryPoints">What is called; several where a method has several such attributes, none where it is not valid.</param>
/// <param name="Messages">The types that it receives and sends.</param>
/// <remarks>Must stay equal by value: see <see cref="EntryPoint"/>.</remarks>
internal sealed record MarkedMethod(EquatableArray<EntryPoint> EntryPoints, EquatableArray<MessageRoot> Messages)
{
    public static MarkedMethod None { get; } = new(default, default);
}

/// <summary>The marked methods of an assembly.</summary>
/// <param name="EntryPoints">Every valid entry point, in an order that does not depend on files.</param>
/// <param name="Messages">The types of their messages.</param>
internal sealed record MarkedMethods(
    IncrementalValueProvider<EquatableArray<EntryPoint>> EntryPoints, IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> Messages)
{
    private static readonly Memory<MarkedMethod> s_handlers = new(EntryPointReader.Handlers);
    private static readonly Memory<MarkedMethod> s_authenticators = new(static found => EntryPointReader.Lifecycle(LifecycleKind.Authenticate, found));
    private static readonly Memory<MarkedMethod> s_connectors = new(static found => EntryPointReader.Lifecycle(LifecycleKind.OnConnect, found));
    private static readonly Memory<MarkedMethod> s_onlineHooks = new(static found => EntryPointReader.Lifecycle(LifecycleKind.OnOnline, found));
    private static readonly Memory<MarkedMethod> s_offlineHooks = new(static found => EntryPointReader.Lifecycle(LifecycleKind.OnOffline, found));
    private static readonly Memory<MarkedMethod> s_queues = new(static found => EntryPointReader.Job(JobKind.Queue, found));
    private static readonly Memory<MarkedMethod> s_schedules = new(static found => EntryPointReader.Job(JobKind.Schedule, found));

    public static MarkedMethods Find(IncrementalGeneratorInitializationContext context)
    {
        var found = new[]
        {
            Find(context, MetadataNames.SocketHandler, s_handlers, TrackingNames.SocketHandlers),
            Find(context, MetadataNames.Authenticate, s_authenticators, TrackingNames.Authenticators),
            Find(context, MetadataNames.OnConnect, s_connectors, TrackingNames.Connectors),
            Find(context, MetadataNames.OnOnline, s_onlineHooks, TrackingNames.OnlineHooks),
            Find(context, MetadataNames.OnOffline, s_offlineHooks, TrackingNames.OfflineHooks),
            Find(context, MetadataNames.QueueHandler, s_queues, TrackingNames.QueueHandlers),
            Find(context, MetadataNames.ScheduleHandler, s_schedules, TrackingNames.ScheduleHandlers),
        };
        return new(
            All(found, static method => method.EntryPoints).Select(static (all, _) => Sort(all)).WithTrackingName(TrackingNames.EntryPoints),
            All(found, static method => method.Messages).WithTrackingName(TrackingNames.MethodMessages));
    }

    private static IncrementalValuesProvider<MarkedMethod> Find(
        IncrementalGeneratorInitializationContext context, string attribute, Memory<MarkedMethod> memory, string trackingName)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, memory.Read)
            .WithTrackingName(trackingName);

    private static IncrementalValueProvider<ImmutableArray<EquatableArray<T>>> All<T>(
        IncrementalValuesProvider<MarkedMethod>[] found, Func<MarkedMethod, EquatableArray<T>> part) where T : IEquatable<T>
        => found.Select(methods => methods.Select((method, _) => part(method)).Collect())
            .Aggregate((one, other) => one.Combine(other).Select(static (pair, _) => pair.Left.AddRange(pair.Right)));

    private static EquatableArray<EntryPoint> Sort(ImmutableArray<EquatableArray<EntryPoint>> found)
        => found.SelectMany(method => method).OrderBy(entryPoint => entryPoint.SortKey, StringComparer.Ordinal).ToEquatableArray();
}
