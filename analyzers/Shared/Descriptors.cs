using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The text of each diagnostic. Only analyzers report diagnostics: the generator does not include this file.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotAccessible = Error(Ids.NotAccessible,
        "A handler must be accessible to emitted code",
        "'{0}' cannot be called: {1}");

    public static readonly DiagnosticDescriptor NotAHandler = Error(Ids.NotAHandler,
        "A handler must be an ordinary method that emitted code can call",
        "'{0}' cannot be a handler: {1}");

    public static readonly DiagnosticDescriptor ReturnNotSupported = Error(Ids.ReturnNotSupported,
        "A handler returns nothing, or a message that can be sent",
        "The result of '{0}' cannot be sent: {1}");

    public static readonly DiagnosticDescriptor RouteTaken = Error(Ids.RouteTaken,
        "Two handlers take the same messages",
        "'{0}' and '{1}' both take {2}; change the route of one of them",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor RouteMalformed = Error(Ids.RouteMalformed,
        "A route is malformed",
        "The route '{0}' is malformed: {1}");

    public static readonly DiagnosticDescriptor RoutesOverlap = Info(Ids.RoutesOverlap,
        "Two routes overlap, and neither is more specific",
        "A message with '{0}' meets this route and that of '{1}', and neither is more specific: it goes to '{2}', whose route is first in ordinal order; add a handler for '{0}', or a condition to one of them",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TimeoutOutOfRange = Error(Ids.TimeoutOutOfRange,
        "A handler's timeout is out of range",
        "A timeout of {0} seconds is out of range; it must be more than 0 and at most {1}");

    public static readonly DiagnosticDescriptor NeverReached = Warning(Ids.NeverReached,
        "A handler can never be reached",
        "'{0}' can never be reached: {1}");

    public static readonly DiagnosticDescriptor RouteOnTextOrBinary = Error(Ids.RouteOnTextOrBinary,
        "Only JSON messages have routes",
        "'{0}' takes {1} messages, which have no properties to route by; remove the route, or take a JSON message");

    public static readonly DiagnosticDescriptor Blocks = Warning(Ids.Blocks,
        "A method that QueueRun calls blocks its thread",
        "'{0}' blocks its thread with '{1}', and a blocked method cannot be abandoned at its timeout; {2}");

    public static readonly DiagnosticDescriptor LongWithoutToken = Info(Ids.LongWithoutToken,
        "A method with a long timeout takes no token",
        "'{0}' may take {1} seconds and is not told when its result is no longer needed; take a CancellationToken, and pass it on");

    public static readonly DiagnosticDescriptor CalledOnHub = Warning(Ids.CalledOnHub,
        "A handler is a method of a SignalR hub",
        "'{0}' is called on a '{1}' that SignalR did not make: it has no Clients, Groups or Context; move it to a class of its own, and take ISocket");

    public static readonly DiagnosticDescriptor SecretInRoute = Warning(Ids.SecretInRoute,
        "A route's value looks like a secret",
        "The route requires a certain '{0}', and routes appear in metrics, traces and the assembly; write '[{0}]', and compare the value in the handler");

    public static readonly DiagnosticDescriptor KeptTooLong = Warning(Ids.KeptTooLong,
        "A message's bytes are kept longer than they are valid",
        "'{0}' is valid until the handler has ended, but '{1}' lives longer; keep a copy: {0}.ToArray()");

    public static readonly DiagnosticDescriptor ObjectReturned = Error(Ids.ObjectReturned,
        "A handler's return type must say what is sent",
        "The result of '{0}' cannot be sent: '{1}' does not say what {2}; return a record instead, or send it with SendAsync, which takes anonymous objects, and return Task");

    public static readonly DiagnosticDescriptor SecondMessage = Error(Ids.SecondMessage,
        "A handler takes one message, or one job",
        "'{0}' cannot be a {2} too: '{1}' is the {2}; keep one, or mark the one that is a service [FromServices]");

    public static readonly DiagnosticDescriptor ParameterUndecided = Error(Ids.ParameterUndecided,
        "Cannot tell what a parameter is",
        "Cannot tell what '{0}' of type '{1}' is: {2}");

    public static readonly DiagnosticDescriptor ParameterNotSupported = Error(Ids.ParameterNotSupported,
        "A parameter of this kind cannot be passed",
        "'{0}' cannot be passed: {1}");

    public static readonly DiagnosticDescriptor RoutePropertyNotReadable = Error(Ids.RoutePropertyNotReadable,
        "A route's property cannot be given to a parameter",
        "The route's property '{0}' cannot be given: {1}");

    public static readonly DiagnosticDescriptor RoutePropertyUnused = Info(Ids.RoutePropertyUnused,
        "Nothing uses a route's property",
        "Nothing uses the route's property '{0}'; take it as a parameter, '{1}', or remove it from the route");

    public static readonly DiagnosticDescriptor MessageAsService = Warning(Ids.MessageAsService,
        "A message is marked as a service",
        "'{0}' is a message, because its type '{1}' is marked [SocketMessage], but it is marked as a service; remove '[{2}]'");

    public static readonly DiagnosticDescriptor NoJson = Error(Ids.NoJson,
        "JSON code cannot be emitted for a message, a job or a hook's user",
        "No JSON code for '{0}': {1}; {2}");

    public static readonly DiagnosticDescriptor MessageClaimed = Error(Ids.MessageClaimed,
        "Two message types claim the same property and value",
        "'{0}' and '{1}' are both marked \"{2}\": \"{3}\"; give one of them another value",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor PropertyCollides = Error(Ids.PropertyCollides,
        "The property of [SocketMessage] collides with a member",
        "'{0}' is marked by the property '{1}', but its member '{2}' has that name in JSON; remove or rename the member, or choose another property");

    public static readonly DiagnosticDescriptor JsonSettingWrong = Error(Ids.JsonSettingWrong,
        "A setting of [SocketJson] has an invalid value",
        "'{0}' cannot have this value; choose {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor OpenTypeSent = Warning(Ids.OpenTypeSent,
        "A message of an open type is looked up at run time",
        "The type of the message, '{0}', is not known here: it is looked up at run time, and sending fails unless the program sends or marks that type by name; send a named type");

    public static readonly DiagnosticDescriptor ObjectSent = Warning(Ids.ObjectSent,
        "A message of type object is looked up at run time",
        "The type 'object' says nothing about the message: its own type is looked up at run time, and sending fails unless the program sends or marks that type by name; send it as its own type");

    public static readonly DiagnosticDescriptor SentFromRazor = Warning(Ids.SentFromRazor,
        "A message that a Razor file sends is looked up at run time",
        "The JSON code of '{0}' is looked up when this is sent, because generators do not see Razor files; send it in a C# file, or give it a named type marked [SocketMessage]");

    public static readonly DiagnosticDescriptor ObjectInside = Warning(Ids.ObjectInside,
        "A message holds a value whose type is looked up at run time",
        "'{0}' is of type 'object', which does not say what is written: plain values and types that the program sends by name are looked up at run time; all others fail, such as anonymous objects; give it a type, or take JsonElement");

    public static readonly DiagnosticDescriptor SecondAuthentication = Error(Ids.SecondAuthentication,
        "A program has at most one [Authenticate] and one [OnConnect]",
        "'{0}' is one [{1}] too many: '{2}' is marked already; keep one",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NobodyAuthenticates = Warning(Ids.NobodyAuthenticates,
        "Presence needs users",
        "'{0}' is never called, because nothing authenticates connections; add an [Authenticate] method, or ASP.NET Core authentication",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor LifecycleSignature = Error(Ids.LifecycleSignature,
        "A lifecycle method's signature is not supported",
        "'{0}' cannot be called: {1}");

    public static readonly DiagnosticDescriptor UserNeverReturned = Error(Ids.UserNeverReturned,
        "A handler takes a user type that authentication never returns",
        "'{0}' is never a '{1}': authentication returns {2}; take that, or ISocketUser",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NotAwaited = Warning(Ids.NotAwaited,
        "A send, a close or a push must be awaited",
        "'{0}' is not awaited, so its exception is lost, and the next statement does not wait for it; await it, or write '_ =' in front if that is intended");

    public static readonly DiagnosticDescriptor AuthorizationIgnored = Warning(Ids.AuthorizationIgnored,
        "An authorization attribute has no effect here",
        "'{0}' has no effect on '{1}': {2}");

    public static readonly DiagnosticDescriptor AuthorizationHidden = Error(Ids.AuthorizationHidden,
        "Emitted code cannot create a handler's authorization attribute",
        "'[{0}]' cannot guard '{1}': {2}");

    public static readonly DiagnosticDescriptor EndpointUnknown = Error(Ids.EndpointUnknown,
        "A named endpoint has no handler, or is not mapped",
        "The endpoint '{0}' {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TooManyNamed = Error(Ids.TooManyNamed,
        "More than 100 users are named in one To",
        "{0} users are named here, but one To takes at most 100; send to each Chunk(100) of them");

    public static readonly DiagnosticDescriptor NobodyCurrent = Warning(Ids.NobodyCurrent,
        "A scheduled run has no current user",
        "A scheduled run has no current user, so '{0}' throws; name the recipients: {1}.To(…).{0}(…)");

    public static readonly DiagnosticDescriptor TooManyAllowed = Warning(Ids.TooManyAllowed,
        "A limit passes more than 100 users to one To",
        "This passes up to {0} users to one To, which takes at most 100 and throws beyond that; write {1}(100)");

    public static readonly DiagnosticDescriptor NobodyNamed = Error(Ids.NobodyNamed,
        "To names no user",
        "To throws, because {0}; name a user, or leave out the call to send to the current user");

    public static readonly DiagnosticDescriptor ScopedInHostedService = Warning(Ids.ScopedInHostedService,
        "A hosted service or a singleton takes a scoped service",
        "'{0}' is built once, and would outlive the scope of '{1}'; take {2}");

    public static readonly DiagnosticDescriptor AnonymousPassedOn = Warning(Ids.AnonymousPassedOn,
        "An anonymous object is sent by a class of the program's own",
        "'{0}' has no name by which its JSON code could be found when '{1}' passes it on; call SendAsync on a variable of type ISocket, or send a named type");

    public static readonly DiagnosticDescriptor RoomJoinsRoom = Error(Ids.RoomJoinsRoom,
        "A room, or All, joins or leaves a room",
        "'{0}' throws, as '{1}' is no user and no connection; call it on ISocket, its Connection, or To(…)");

    public static readonly DiagnosticDescriptor RoomNameWrong = Error(Ids.RoomNameWrong,
        "No room can have this name",
        "This call throws, as the room's name {0}; it has 1 to 200 characters, and no control characters");

    public static readonly DiagnosticDescriptor QueueTaken = Error(Ids.QueueTaken,
        "Two methods do the jobs of one queue, or of one type",
        "'{0}' and '{1}' both take {2}; give one of them another {3}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ScheduleWrong = Error(Ids.ScheduleWrong,
        "A schedule's expression is wrong",
        "The schedule '{0}' is wrong: {1}");

    public static readonly DiagnosticDescriptor NoJob = Error(Ids.NoJob,
        "A queue handler takes a job",
        "'{0}' takes no job, so no IQueue<T> can push one; add a parameter, and name it 'job' or mark it [FromMessage]");

    public static readonly DiagnosticDescriptor QueueNameMalformed = Error(Ids.QueueNameMalformed,
        "A queue's name is malformed",
        "The queue's name '{0}' is malformed: {1}");

    public static readonly DiagnosticDescriptor NotAdded = Warning(Ids.NotAdded,
        "A program has handlers, but does not use them",
        "'{0}' is never called, because this program does not call {1}; write {2}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor LeftOutOfGenerated = Error(Ids.LeftOutOfGenerated,
        "A declaration in a file that counts as generated is left out",
        "'{0}' is left out; its file counts as generated, where no other rule reports: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ClientNameTaken = Info(Ids.ClientNameTaken,
        "Two handlers have the same name for clients",
        "'{0}' and '{1}' have the same name for clients, '{2}'; give one of them another with [SocketHandler(Name = \"…\")]",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ShapeUnknown = Info(Ids.ShapeUnknown,
        "Clients cannot know the JSON of a type",
        "Clients take '{0}' for any JSON, because {1}; if they need to know more, use a type that QueueRun writes itself");

    public static readonly DiagnosticDescriptor ClientNameMalformed = Error(Ids.ClientNameMalformed,
        "A handler's name for clients is malformed",
        "Clients cannot call a handler '{0}'; use letters from a to z, digits, '_' and '$', and no digit first");

    private static readonly Lazy<ImmutableDictionary<string, DiagnosticDescriptor>> s_all = new(() => typeof(Descriptors)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .ToImmutableDictionary(descriptor => descriptor.Id));

    /// <summary>All descriptors.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => s_all.Value.Values;

    /// <summary>The descriptors of these ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Of(params string[] ids) => [.. ids.Select(id => s_all.Value[id])];

    public static Diagnostic ToDiagnostic(this Problem problem) => Diagnostic.Create(s_all.Value[problem.Id], problem.Location, problem.Arguments);

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags)
        => Create(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags)
        => Create(id, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Info(string id, string title, string message, params string[] tags)
        => Create(id, title, message, DiagnosticSeverity.Info, tags);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string[] tags)
        => new(id, title, message, "QueueRun", severity, isEnabledByDefault: true, helpLinkUri: HelpLink(id), customTags: tags);

    private static string HelpLink(string id) => $"https://github.com/queuerun/queuerun/blob/main/docs/diagnostics/{id}.md";
}
