namespace QueueRun.Generators;

/// <summary>The runtime's types for a kind of marked method. Each kind has its row.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Call">The full name of the emitted method's parameter type.</param>
/// <param name="Type">The full name of the descriptor's type.</param>
/// <param name="Add">The method of <c>ModuleBuilder</c> that receives the descriptor.</param>
internal sealed record Descriptor(MarkedKind Kind, string Call, string Type, string Add)
{
    private const string Routing = "QueueRun.Routing.";
    private const string Hosting = "QueueRun.Hosting.";
    private const string Presence = "QueueRun.Presence.";
    private const string Jobs = "QueueRun.Jobs.";

    private static readonly Dictionary<MarkedKind, Descriptor> s_rows = new Descriptor[]
    {
        new(MarkedKind.SocketHandler, Routing + "HandlerCall", Routing + "HandlerDescriptor", "Handler"),
        new(MarkedKind.Authenticate, Routing + "HandlerCall", Routing + "AuthenticateDescriptor", "Authenticate"),
        new(MarkedKind.OnConnect, Hosting + "ConnectCall", Hosting + "ConnectDescriptor", "OnConnect"),
        new(MarkedKind.OnOnline, Presence + "HookCall", Presence + "HookDescriptor", "OnOnline"),
        new(MarkedKind.OnOffline, Presence + "HookCall", Presence + "HookDescriptor", "OnOffline"),
        new(MarkedKind.OnJoin, Presence + "HookCall", Presence + "HookDescriptor", "OnJoin"),
        new(MarkedKind.OnLeave, Presence + "HookCall", Presence + "HookDescriptor", "OnLeave"),
        new(MarkedKind.QueueHandler, Jobs + "JobCall", Jobs + "QueueDescriptor", "Queue"),
        new(MarkedKind.ScheduleHandler, Jobs + "JobCall", Jobs + "ScheduleDescriptor", "Schedule"),
    }.ToDictionary(row => row.Kind);

    /// <summary>The name of <see cref="Call"/> in a file with an alias for it.</summary>
    public string CallName => Short(Call);

    /// <summary>The name of <see cref="Type"/> in a file with an alias for it.</summary>
    public string TypeName => Short(Type);

    public static Descriptor Of(MarkedKind kind) => s_rows[kind];

    private static string Short(string type) => type.Substring(type.LastIndexOf('.') + 1);
}
