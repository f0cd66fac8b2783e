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

    Handler = Message | User | Socket | Request | Token | Http,

    /// <summary>There is no user yet: one may be asked for (and is null), but not required.</summary>
    Authenticate = Message | Socket | Request | Token | Http,

    /// <summary>There is no connection yet.</summary>
    Connect = Token | Http,

    /// <summary>There is no message, and no one connection.</summary>
    Hook = User | Socket | Token,
}
