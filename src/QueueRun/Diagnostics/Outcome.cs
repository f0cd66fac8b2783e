namespace QueueRun.Diagnostics;

/// <summary>The outcomes of a message, a hook, a push, or an attempt at a job.</summary>
internal static class Outcome
{
    public const string Ok = "ok";

    /// <summary>A <see cref="SocketErrorException"/>: the client received its message.</summary>
    public const string Error = "error";

    /// <summary>Any other exception.</summary>
    public const string Failed = "failed";
    public const string TimedOut = "timed_out";

    /// <summary>The client went away, or the program stopped.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>As many jobs wait as are allowed.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The message is not JSON, or not the JSON that its handler takes.</summary>
    public const string Invalid = "invalid";
    public const string NotAvailable = "not_available";
    public const string NotAuthenticated = "not_authenticated";
    public const string NotAuthorized = "not_authorized";

    /// <summary>The message was received but not examined: its connection was closed first.</summary>
    public const string Dropped = "dropped";
}
