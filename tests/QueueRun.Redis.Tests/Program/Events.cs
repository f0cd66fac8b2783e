using System.Collections.Concurrent;

namespace QueueRun.Redis.Tests;

/// <summary>The hooks' calls of all processes of a test, in their order.</summary>
public sealed class Events
{
    private readonly ConcurrentQueue<string> _all = new();

    public string[] All => [.. _all];

    /// <summary>A hook of this name waits until its task has ended.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Held { get; } = new();

    /// <summary>The events that name a user.</summary>
    public string[] Of(string userId) => [.. _all.Where(line => line.Split(' ')[1] == userId)];

    /// <summary>Called for each event.</summary>
    public Action<string>? Added { get; init; }

    public void Add(string line)
    {
        _all.Enqueue(line);
        Added?.Invoke(line);
    }

    /// <summary>Waits until the events of a user are these.</summary>
    public async Task ExpectAsync(string userId, params string[] expected)
        => await Patience.EventuallyAsync(() => Task.FromResult(Of(userId)), seen => seen.SequenceEqual(expected), seen => $"[{string.Join(", ", seen)}], not [{string.Join(", ", expected)}]");
}
