namespace QueueRun.Analysis;

/// <summary>What a call can bind parameters from besides services.</summary>
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

    Handler = Message | User | Socket | Request | Token | Http,

    /// <summary>There is no user yet: one may be asked for (and is null), but not required.</summary>
    Authenticate = Message | Socket | Request | Token | Http,

    /// <summary>There is no connection yet.</summary>
    Connect = Token | Http,

    /// <summary>There is no message, and no one connection.</summary>
    Hook = User | Socket | Token,

    /// <summary>There is no connection, and of the user there is only the id. The message is the job.</summary>
    Queue = Message | User | Socket | Token | Job,

    /// <summary>There is nobody, and nothing to do but the method's own.</summary>
    Schedule = Socket | Token | Job,
}

internal static class Offers
{
    /// <summary>Whether the call does a job: then what it brings goes by the rules of jobs.</summary>
    public static bool IsJob(this Offer offer) => offer.HasFlag(Offer.Job);

    /// <summary>Why a call can never have what a parameter asks for, and the cure; null where only this method cannot.</summary>
    /// <param name="offer">What the call has.</param>
    /// <param name="what">What is asked for: a type's name, or the user, or the message.</param>
    public static string? Lack(this Offer offer, string what)
        => (what, offer.IsJob(), offer.HasFlag(Offer.User)) switch
        {
            ("JobContext", false, _) => "only a job has a JobContext; remove the parameter",
            (_, false, _) => null,
            ("user", _, false) => "nobody is current in a scheduled run; remove the parameter, and name whom to send to with To",
            ("message", _, false) => "a scheduled run brings no message; remove the parameter, or mark it [FromServices] if it is a service",
            (_, _, false) => $"there is no {what} in a scheduled run; remove the parameter",
            ("HttpContext", _, _) => "there is no HttpContext in a job, which may run long after the request; put what is needed of it into the job",
            ("ClaimsPrincipal", _, _) => "there is no ClaimsPrincipal in a job, which keeps only its user's id; take SocketUser or 'string userId'",
            ("SocketRequest", _, _) => "there is no SocketRequest in a job; take JobContext, or put what is needed of it into the job",
            _ => null,
        };
}
