namespace QueueRun.Presence;

/// <summary>The unfinished work of presence. Only QueueRun.Testing reads it, to wait until the server is idle.</summary>
internal interface IPresenceWork
{
    /// <summary>The users with a hook that runs or is about to run.</summary>
    IEnumerable<string> RunningHooks { get; }
}
