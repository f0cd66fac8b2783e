namespace QueueRun.Redis.Store;

/// <summary>A message to a process.</summary>
/// <param name="Number">Its number among the messages to that process: 1, 2, 3 …</param>
/// <param name="Body">The message.</param>
internal readonly record struct InboundMessage(long Number, ReadOnlyMemory<byte> Body);
