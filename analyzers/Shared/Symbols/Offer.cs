namespace QueueRun.Analysis;

/// <summary>The sources, besides services, from which a call can bind parameters.</summary>
[Flags]
internal enum Offer
{
    None = 0,
    Message = 1,
    User = 2,
    Socket = 4,
    Request = 8,
    Token = 16,
    Http = 32,
    Job = 64,
    Room = 128,
    Context = 256,

    Handler = Message | User | Socket | Request | Token | Http,

    /// <summary>There is no user yet: a parameter may be optional (and is then null), but not required.</summary>
    Authenticate = Message | Socket | Request | Token | Http,

    /// <summary>There is no connection yet.</summary>
    Connect = Token | Http,

    /// <summary>There is no message, and no single connection.</summary>
    Hook = User | Socket | Token | Context,

    /// <summary>A hook that is called for one room.</summary>
    RoomHook = Hook | Room,

    /// <summary>There is no connection, and only the id of the user. The message is the job.</summary>
    Queue = Message | User | Socket | Token | Job,

    /// <summary>There is no user and no message.</summary>
    Schedule = Socket | Token | Job,
}

internal static class Offers
{
    /// <summary>Whether the call does a job: then the rules of jobs apply to its message.</summary>
    public static bool IsJob(this Offer offer) => offer.HasFlag(Offer.Job);

    /// <summary>Why no call of this kind has a source, with the cure; null if only this method lacks it.</summary>
    /// <param name="offer">The sources of the call.</param>
    /// <param name="what">The needed source: a type's name, or the user, or the message.</param>
    public static string? WhyMissing(this Offer offer, string what)
        => (what, offer.IsJob(), offer.HasFlag(Offer.User)) switch
        {
            ("PresenceContext", _, _) => "only a method marked [OnOnline], [OnOffline], [OnJoin] or [OnLeave] has a PresenceContext; remove the parameter",
            ("JobContext", false, _) => "only a job has a JobContext; remove the parameter",
            (_, false, _) => null,
            ("user", _, false) => "a scheduled run has no current user; remove the parameter, and name the recipients with To",
            ("message", _, false) => "a scheduled run brings no message; remove the parameter, or mark it [FromServices] if it is a service",
            (_, _, false) => $"there is no {what} in a scheduled run; remove the parameter",
            ("HttpContext", _, _) => "a job has no HttpContext, and may run long after the request; put the data that it needs into the job",
            ("ClaimsPrincipal", _, _) => "a job has no ClaimsPrincipal, and keeps only its user's id; take SocketUser or 'string userId'",
            ("SocketRequest", _, _) => "a job has no SocketRequest; take JobContext, or put the data that it needs into the job",
            _ => null,
        };
}
