using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Why QueueRun calls a marked method.</summary>
internal enum MarkedRole
{
    /// <summary>It handles messages.</summary>
    Handler,

    /// <summary>It identifies the user of a connection, or may do so. A program has at most one method of each such kind.</summary>
    Authenticator,

    /// <summary>It is notified of an event.</summary>
    Hook,

    /// <summary>It does jobs.</summary>
    Job,
}

/// <summary>What a marked method may return.</summary>
internal enum ReturnRule
{
    /// <summary>A message or a stream of messages, or nothing.</summary>
    Message,

    /// <summary>A user.</summary>
    User,

    /// <summary>A user, or nothing.</summary>
    UserOrNothing,

    /// <summary>Nothing: void, Task or ValueTask.</summary>
    Nothing,
}

/// <summary>An attribute that makes QueueRun call a method. Discovery, emission and analyzers loop over these rows.</summary>
/// <remarks>
/// Each row is one object for the whole process, so comparing references compares values. Records of the generator may hold it, because it
/// holds only text and numbers. How emitted code calls the methods of a kind is in the generator's <c>Descriptor</c>.
/// </remarks>
internal sealed class MarkedKind
{
    // Declared before the rows, because each row adds itself.
    private static readonly List<MarkedKind> s_rows = [];

    public static readonly MarkedKind SocketHandler =
        new(nameof(SocketHandler), "SocketHandlers", MarkedRole.Handler, Offer.Handler, ReturnRule.Message);
    public static readonly MarkedKind Authenticate =
        new(nameof(Authenticate), "Authenticators", MarkedRole.Authenticator, Offer.Authenticate, ReturnRule.User);
    public static readonly MarkedKind OnConnect =
        new(nameof(OnConnect), "Connectors", MarkedRole.Authenticator, Offer.Connect, ReturnRule.UserOrNothing);
    public static readonly MarkedKind OnOnline =
        new(nameof(OnOnline), "OnlineHooks", MarkedRole.Hook, Offer.Hook, ReturnRule.Nothing);
    public static readonly MarkedKind OnOffline =
        new(nameof(OnOffline), "OfflineHooks", MarkedRole.Hook, Offer.Hook, ReturnRule.Nothing);
    public static readonly MarkedKind OnJoin =
        new(nameof(OnJoin), "JoinHooks", MarkedRole.Hook, Offer.RoomHook, ReturnRule.Nothing);
    public static readonly MarkedKind OnLeave =
        new(nameof(OnLeave), "LeaveHooks", MarkedRole.Hook, Offer.RoomHook, ReturnRule.Nothing);
    public static readonly MarkedKind QueueHandler =
        new(nameof(QueueHandler), "QueueHandlers", MarkedRole.Job, Offer.Queue, ReturnRule.Nothing);
    public static readonly MarkedKind ScheduleHandler =
        new(nameof(ScheduleHandler), "ScheduleHandlers", MarkedRole.Job, Offer.Schedule, ReturnRule.Nothing);

    private MarkedKind(string name, string step, MarkedRole role, Offer offer, ReturnRule mayReturn)
    {
        (Name, Step, Role, Offer, MayReturn, Order) = (name, step, role, offer, mayReturn, s_rows.Count);
        s_rows.Add(this);
    }

    /// <summary>All kinds, in the order of the rows.</summary>
    public static ImmutableArray<MarkedKind> All { get; } = [.. s_rows];

    /// <summary>The kind that takes a connection's first message, which says who the user is.</summary>
    public static MarkedKind SignIn { get; } = Authenticate;

    /// <summary>The attribute's name as it is written: <c>OnConnect</c>.</summary>
    public string Name { get; }

    /// <summary>The attribute's full name.</summary>
    public string MetadataName => $"QueueRun.{Name}Attribute";

    /// <summary>The name of the generator's step that finds the methods.</summary>
    public string Step { get; }

    public MarkedRole Role { get; }

    /// <summary>The sources that the call offers for the method's parameters.</summary>
    public Offer Offer { get; }

    public ReturnRule MayReturn { get; }

    /// <summary>The row's index.</summary>
    public int Order { get; }

    /// <summary>Whether it concerns a connection or a user, and is not a handler of messages or jobs.</summary>
    public bool IsLifecycle => Role is MarkedRole.Authenticator or MarkedRole.Hook;

    /// <summary>Whether the call has a message or a job.</summary>
    public bool HasMessage => Offer.HasFlag(Offer.Message);

    /// <summary>The kind of an attribute; null for attributes other than QueueRun's.</summary>
    public static MarkedKind? Of(AttributeData attribute, KnownTypes known)
    {
        // Called for every method by every rule: a lambda would allocate each time.
        if (attribute.AttributeClass is not { } type) return null;
        foreach (var kind in All)
        {
            if (type.Is(known[kind])) return kind;
        }
        return null;
    }

    /// <summary>The kinds that a method is marked with, in the order of its attributes.</summary>
    public static IEnumerable<MarkedKind> AllOf(IMethodSymbol method, KnownTypes known)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (Of(attribute, known) is { } kind) yield return kind;
        }
    }

    public override string ToString() => Name;
}
