using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Jobs;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>Collects the descriptions of modules, each module once. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleBuilder
{
    private readonly HashSet<Type> _seen = [];

    internal List<HandlerDescriptor> Handlers { get; } = [];
    internal List<AuthenticateDescriptor> Authenticators { get; } = [];
    internal List<ConnectDescriptor> Connectors { get; } = [];
    internal Dictionary<PresenceEvent, List<HookDescriptor>> Hooks { get; } = Enum.GetValues<PresenceEvent>().ToDictionary(happened => happened, _ => new List<HookDescriptor>());
    internal Dictionary<Type, UserType> UserTypes { get; } = [];
    internal List<JobType> JobTypes { get; } = [];
    internal List<ScheduleDescriptor> Schedules { get; } = [];
    internal MessageTypes Messages { get; } = new();

    /// <summary>Adds a module, unless it was added before.</summary>
    public void Add(QueueRunModule module)
    {
        if (_seen.Add(module.GetType())) module.Describe(this);
    }

    /// <summary>Adds a method marked <c>[SocketHandler]</c>, once for each attribute.</summary>
    public void Handler(HandlerDescriptor handler) => Handlers.Add(handler);

    /// <summary>Adds the method marked <c>[Authenticate]</c>.</summary>
    public void Authenticate(AuthenticateDescriptor authenticator) => Authenticators.Add(authenticator);

    /// <summary>Adds the method marked <c>[OnConnect]</c>.</summary>
    public void OnConnect(ConnectDescriptor connector) => Connectors.Add(connector);

    /// <summary>Adds a method marked <c>[OnOnline]</c>.</summary>
    public void OnOnline(HookDescriptor hook) => Hooks[PresenceEvent.Online].Add(hook);

    /// <summary>Adds a method marked <c>[OnOffline]</c>.</summary>
    public void OnOffline(HookDescriptor hook) => Hooks[PresenceEvent.Offline].Add(hook);

    /// <summary>Adds a method marked <c>[OnJoin]</c>.</summary>
    public void OnJoin(HookDescriptor hook) => Hooks[PresenceEvent.Join].Add(hook);

    /// <summary>Adds a method marked <c>[OnLeave]</c>.</summary>
    public void OnLeave(HookDescriptor hook) => Hooks[PresenceEvent.Leave].Add(hook);

    /// <summary>
    /// Adds a user type that hooks take, in a program of several processes: a hook may be called by one that has never seen the user.
    /// </summary>
    public void HookUser<TUser>(MessageWriter<TUser> writer) where TUser : class, ISocketUser
        => UserTypes.TryAdd(typeof(TUser), new UserType<TUser>(writer));

    /// <summary>Adds a method marked <c>[QueueHandler]</c> whose jobs are stored as JSON by an emitted writer.</summary>
    public void Queue<T>(QueueDescriptor queue, MessageWriter<T> writer) => JobTypes.Add(new JobType<T>(queue, writer));

    /// <summary>Adds a method marked <c>[QueueHandler]</c> whose jobs are text, bytes, or JSON values that are stored unchanged.</summary>
    public void Queue<T>(QueueDescriptor queue) => JobTypes.Add(new JobType<T>(queue, null));

    /// <summary>Adds a method marked <c>[ScheduleHandler]</c>.</summary>
    public void Schedule(ScheduleDescriptor schedule) => Schedules.Add(schedule);

    /// <summary>
    /// Adds the JSON contracts of the module's types: the emitted ones, then a user's own contexts for the types that they list.
    /// </summary>
    public void Json(IJsonTypeInfoResolver resolver) => Messages.Resolvers.Add(resolver);

    /// <summary>Adds the emitted writer of a named message type, for sends that are not intercepted.</summary>
    public void Message<T>(MessageWriter<T> writer) => Messages.Encoders.TryAdd(typeof(T), new MessageEncoder<T>(writer));

    /// <summary>Adds the emitted reader of a received type. It is used if the type's contract comes from these contracts.</summary>
    public void Received<T>(MessageReader<T> reader, IJsonTypeInfoResolver contracts) => Messages.Readers[(typeof(T), contracts)] = reader;
}
