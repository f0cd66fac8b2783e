using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>What calls a method: the kind of descriptor that is emitted for it.</summary>
internal enum EntryPointKind
{
    Handler,
    Authenticate,
    OnConnect,
    OnOnline,
    OnOffline,
    Queue,
    Schedule,
}

/// <summary>A marked method as emitted code needs to know it: one for each <c>[SocketHandler]</c> attribute, or one of another attribute.</summary>
/// <remarks>
/// Must stay equal by value, with everything below it: whether a file is emitted again hangs on it. Strings, flags and other such
/// records only; a symbol would also keep a whole compilation alive.
/// </remarks>
internal sealed record EntryPoint
{
    public required EntryPointKind Kind { get; init; }
    public required Call Call { get; init; }

    /// <summary>The kind of message that a handler or the authenticator takes.</summary>
    public MessageKind MessageKind { get; init; }

    /// <summary>The route as it was written, with the message type's condition.</summary>
    public string RouteText { get; init; } = "";
    public EquatableArray<RouteCondition> Route { get; init; }

    /// <summary>The one text that no other handler of the program may have; empty for what is no handler of messages.</summary>
    public string CanonicalRoute { get; init; } = "";
    public double? TimeoutSeconds { get; init; }

    /// <summary>What a queue handler does the jobs of.</summary>
    public JobQueue? Queue { get; init; }

    /// <summary>When a schedule handler runs.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <summary>What puts entry points in an order that does not depend on files.</summary>
    public string SortKey => $"{Call.FullName}\n{(int)Kind}\n{Call.Signature}\n{RouteText}";
}

/// <summary>A queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The plain name of the type of its jobs.</param>
/// <param name="FullTypeName">The same without <c>global::</c>, for other assemblies to compare.</param>
/// <param name="HasWriter">Whether a writer is emitted for its jobs; the runtime stores the others as they are.</param>
internal sealed record JobQueue(string Name, string Type, string FullTypeName, bool HasWriter);

/// <summary>The times of a schedule.</summary>
/// <param name="Expression">As it was written.</param>
/// <param name="Cron">The same in cron's six fields.</param>
/// <param name="TimeZone">The name of its time zone; null for UTC.</param>
/// <param name="SkipsMissedRuns">Whether times that were missed are left out.</param>
internal sealed record JobSchedule(string Expression, string Cron, string? TimeZone, bool SkipsMissedRuns);

/// <summary>How a method is called.</summary>
internal sealed record Call
{
    /// <summary>The containing type's name without <c>global::</c>: <c>My.App.Chat</c>, <c>My.App.Outer.Inner</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The containing type as code names it.</summary>
    public required string Type { get; init; }

    /// <summary>The method's name, without escapes.</summary>
    public required string Method { get; init; }

    /// <summary>The method's declaration as its author reads it, for a comment.</summary>
    public required string Signature { get; init; }

    /// <summary>The method's parameters in the order of their declaration.</summary>
    public required EquatableArray<Binding> Parameters { get; init; }

    /// <summary>How the method's object is built; null for a static method.</summary>
    public Construction? Construction { get; init; }

    public required Result Result { get; init; }

    /// <summary>The full name, for logs and conflicts.</summary>
    public string FullName => $"{TypeName}.{Method}";

    /// <summary>The parameters of the method and of its constructor.</summary>
    public IEnumerable<Binding> AllBindings => Construction is null ? Parameters : Construction.Parameters.Concat(Parameters);
}

/// <summary>How an instance method's object is built, and disposed of.</summary>
internal sealed record Construction(EquatableArray<Binding> Parameters, Disposal Disposal);

/// <summary>A parameter and where its value comes from.</summary>
internal sealed record Binding
{
    public required string Name { get; init; }
    public required ParameterSource Source { get; init; }

    /// <summary>The type as it is annotated, itself without the mark.</summary>
    public required string Type { get; init; }

    /// <summary>The type as <c>typeof</c> takes it.</summary>
    public required string PlainType { get; init; }

    /// <summary>A user or a service that may be missing.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the parameter says it is never null, though an optional one may be.</summary>
    public bool Forgive { get; init; }

    /// <summary>The index of the route's condition whose property this is.</summary>
    public int Condition { get; init; }

    /// <summary>The key of a keyed service, as code; null without one.</summary>
    public string? Key { get; init; }

    public bool IsString { get; init; }
}

/// <summary>What a method gives back.</summary>
/// <param name="Kind">In what form.</param>
/// <param name="MessageType">The plain name of what is to be sent, or of the user; null where there is nothing.</param>
/// <param name="IsAnnotated">Whether the value's annotations differ from the plain name's.</param>
/// <param name="HasWriter">Whether a writer is emitted for the message; the runtime decides about the others.</param>
internal sealed record Result(ReturnKind Kind, string? MessageType, bool IsAnnotated, bool HasWriter);
