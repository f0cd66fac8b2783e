using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Jobs;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>Takes what modules describe, each module once. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleBuilder
{
    private readonly HashSet<Type> _seen = [];

    internal List<HandlerDescriptor> Handlers { get; } = [];
    internal List<AuthenticateDescriptor> Authenticators { get; } = [];
    internal List<ConnectDescriptor> Connectors { get; } = [];
    internal List<HookDescriptor> OnlineHooks { get; } = [];
    internal List<HookDescriptor> OfflineHooks { get; } = [];
    internal List<JobType> JobTypes { get; } = [];
    internal List<ScheduleDescriptor> Schedules { get; } = [];
    internal List<IJsonTypeInfoResolver> Resolvers { get; } = [];
    internal Dictionary<Type, MessageEncoder> Encoders { get; } = [];
    internal Dictionary<(Type, IJsonTypeInfoResolver), Delegate> Readers { get; } = [];

    /// <summary>Takes a module, unless it was taken already.</summary>
    public void Add(QueueRunModule module)
    {
        if (_seen.Add(module.GetType())) module.Describe(this);
    }

    /// <summary>Adds a method marked <c>[SocketHandler]</c>, once an attribute.</summary>
    public void Handler(HandlerDescriptor handler) => Handlers.Add(handler);

    /// <summary>Adds the method marked <c>[Authenticate]</c>.</summary>
    public void Authenticate(AuthenticateDescriptor authenticator) => Authenticators.Add(authenticator);

    /// <summary>Adds the method marked <c>[OnConnect]</c>.</summary>
    public void OnConnect(ConnectDescriptor connector) => Connectors.Add(connector);

    /// <summary>Adds a method marked <c>[OnOnline]</c>.</summary>
    public void OnOnline(HookDescriptor hook) => OnlineHooks.Add(hook);

    /// <summary>Adds a method marked <c>[OnOffline]</c>.</summary>
    public void OnOffline(HookDescriptor hook) => OfflineHooks.Add(hook);

    /// <summary>Adds a method marked <c>[QueueHandler]</c> whose jobs are stored as JSON by an emitted writer.</summary>
    public void Queue<T>(QueueDescriptor queue, MessageWriter<T> writer) => JobTypes.Add(new JobType<T>(queue, writer));

    /// <summary>Adds a method marked <c>[QueueHandler]</c> whose jobs are text, bytes, or JSON as it is.</summary>
    public void Queue<T>(QueueDescriptor queue) => JobTypes.Add(new JobType<T>(queue, null));

    /// <summary>Adds a method marked <c>[ScheduleHandler]</c>.</summary>
    public void Schedule(ScheduleDescriptor schedule) => Schedules.Add(schedule);

    /// <summary>Adds the JSON contracts of the module's types: the emitted ones, then a user's own contexts for the types that they list.</summary>
    public void Json(IJsonTypeInfoResolver resolver) => Resolvers.Add(resolver);

    /// <summary>Adds the emitted writer of a message type that can be named, for sends that are not intercepted.</summary>
    public void Message<T>(MessageWriter<T> writer) => Encoders.TryAdd(typeof(T), new MessageEncoder<T>(writer));

    /// <summary>Adds the emitted reader of a type that is received. It is used where the type's contract is the one of these contracts.</summary>
    public void Received<T>(MessageReader<T> reader, IJsonTypeInfoResolver contracts) => Readers[(typeof(T), contracts)] = reader;
}
