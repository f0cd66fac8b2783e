namespace QueueRun.Generators;

/// <summary>A marked method as its emitted code needs it: one per <c>[SocketHandler]</c> attribute, or one for another attribute.</summary>
/// <remarks>
/// Must stay equal by value, with everything below it, because a file is emitted again if it is unequal. Contains only strings, flags and
/// other such records; a symbol would also keep a whole compilation alive.
/// </remarks>
internal sealed record EntryPoint
{
    public required MarkedKind Kind { get; init; }
    public required Call Call { get; init; }

    /// <summary>The kind of message that a handler or the authenticator takes.</summary>
    public MessageKind MessageKind { get; init; }

    /// <summary>The route as it was written, with the message type's condition.</summary>
    public string RouteText { get; init; } = "";
    public EquatableArray<RouteCondition> Route { get; init; }

    /// <summary>The names of the route's optional properties.</summary>
    public EquatableArray<string> OptionalProperties { get; init; }

    /// <summary>
    /// A handler's route as its assembly announces it to other assemblies; empty for methods other than message handlers.
    /// </summary>
    public string AnnouncedRoute { get; init; } = "";

    /// <summary>The name of the only endpoint that a handler belongs to; null if it belongs to every endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The attributes that restrict a handler's callers, as code that creates them.</summary>
    public EquatableArray<string> Authorization { get; init; }
    public double? TimeoutSeconds { get; init; }

    /// <summary>Whether the next message need not wait for the handler's end.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>The queue of a queue handler.</summary>
    public JobQueue? Queue { get; init; }

    /// <summary>The times of a schedule handler.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <summary>A hook's user types that are written as JSON.</summary>
    public EquatableArray<HookUser> Users { get; init; }

    /// <summary>The key that sorts entry points independently of files.</summary>
    public string SortKey => $"{Call.FullName}\n{Kind.Order}\n{Call.Signature}\n{RouteText}\n{Endpoint}";
}

/// <summary>A queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of its jobs' type, without annotations.</param>
/// <param name="FullTypeName">The same without <c>global::</c>, for comparison in other assemblies.</param>
/// <param name="Writer">The emitted writer of its jobs; null if the runtime stores them unchanged.</param>
internal sealed record JobQueue(string Name, string Type, string FullTypeName, string? Writer);

/// <summary>A user type of the application's own.</summary>
/// <param name="Type">Its name, without annotations.</param>
/// <param name="Writer">The emitted writer.</param>
internal sealed record HookUser(string Type, string Writer);

/// <summary>The times of a schedule.</summary>
/// <param name="Expression">The expression as written.</param>
/// <param name="Cron">The same as a cron expression of six fields.</param>
/// <param name="TimeZone">The name of its time zone; null for UTC.</param>
/// <param name="SkipsMissedRuns">Whether missed times are skipped.</param>
internal sealed record JobSchedule(string Expression, string Cron, string? TimeZone, bool SkipsMissedRuns);

/// <summary>How a method is called.</summary>
internal sealed record Call
{
    /// <summary>The containing type's name without <c>global::</c>: <c>My.App.Chat</c>, <c>My.App.Outer.Inner</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The containing type's name in code.</summary>
    public required string Type { get; init; }

    /// <summary>The method's name, without escapes.</summary>
    public required string Method { get; init; }

    /// <summary>The method's declaration in short form, for a comment.</summary>
    public required string Signature { get; init; }

    /// <summary>The method's parameters in the order of their declaration.</summary>
    public required EquatableArray<Binding> Parameters { get; init; }

    /// <summary>The construction of the method's object; null for a static method.</summary>
    public Construction? Construction { get; init; }

    public required Result Result { get; init; }

    /// <summary>
    /// The trimmer's warnings that the method and its type suppress: they are reported for the call, and not in the author's file.
    /// </summary>
    public EquatableArray<Suppression> Suppressions { get; init; }

    /// <summary>The full name, for logs and conflicts.</summary>
    public string FullName => $"{TypeName}.{Method}";

    /// <summary>The parameters of the method and of its constructor.</summary>
    public IEnumerable<Binding> AllBindings => Construction is null ? Parameters : Construction.Parameters.Concat(Parameters);
}

/// <summary>An <c>[UnconditionalSuppressMessage]</c>.</summary>
internal sealed record Suppression(string Category, string Id);

/// <summary>The construction and disposal of an instance method's object.</summary>
internal sealed record Construction(EquatableArray<Binding> Parameters, Disposal Disposal);

/// <summary>A parameter and the source of its value.</summary>
internal sealed record Binding
{
    public required string Name { get; init; }
    public required ParameterSource Source { get; init; }

    /// <summary>The type with its annotations, except its own mark.</summary>
    public required string Type { get; init; }

    /// <summary>The type as an argument of <c>typeof</c>.</summary>
    public required string PlainType { get; init; }

    /// <summary>Whether the user, property or service may be missing.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the parameter is declared not nullable although its value may be null.</summary>
    public bool Forgive { get; init; }

    /// <summary>
    /// For a property, the index of its condition in the route; for an optional one, its index among the route's optional properties.
    /// </summary>
    public int Index { get; init; }

    /// <summary>The value of a missing optional property, as code; null for the default of its type.</summary>
    public string? Default { get; init; }

    /// <summary>The key of a keyed service, as code; null without one.</summary>
    public string? Key { get; init; }

    public bool IsString { get; init; }
}

/// <summary>The result of a method.</summary>
/// <param name="Kind">The form of the result.</param>
/// <param name="MessageType">The name, without annotations, of the sent type or of the user's; null if there is no value.</param>
/// <param name="IsAnnotated">Whether the value's type has other annotations than that name.</param>
/// <param name="Writer">The emitted writer of the message; null if the runtime decides how to send it.</param>
internal sealed record Result(ReturnKind Kind, string? MessageType, bool IsAnnotated, string? Writer);
