namespace QueueRun.Redis.Chaos.People;

/// <summary>A message that a device received.</summary>
/// <param name="Sender">The process that sent it.</param>
/// <param name="Number">Its number among those of that process.</param>
/// <param name="At">When it came.</param>
internal readonly record struct Delivery(string Sender, long Number, TimeSpan At);
