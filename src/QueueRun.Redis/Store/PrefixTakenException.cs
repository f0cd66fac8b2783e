namespace QueueRun.Redis.Store;

/// <summary>Another program runs with the same prefix: the two would take each other's users for their own.</summary>
internal sealed class PrefixTakenException(string prefix, string program, string other) : InvalidOperationException(
    $"The prefix '{prefix}' is in use in this Redis by the program '{other}', so the program '{program}' cannot use it, too: they would share their users. "
    + $"Set {nameof(RedisOptions)}.{nameof(RedisOptions.Prefix)}, or QueueRun:Redis:{nameof(RedisOptions.Prefix)} in the configuration, to another text for one of them. "
    + $"If '{other}' is an earlier name of this program, stop all of its processes first.");
