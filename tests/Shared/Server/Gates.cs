using System.Collections.Concurrent;

namespace QueueRun.Tests;

/// <summary>Named gates that handlers wait at until a test opens them: a test decides when something ends, no clock does.</summary>
internal sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public void Open(string name) => Gate(name).TrySetResult();

    public Task WaitAsync(string name, CancellationToken token = default) => Gate(name).Task.WaitAsync(token);

    /// <summary>Waits as badly written code does: with the thread.</summary>
    public void Block(string name) => Gate(name).Task.Wait();

    private TaskCompletionSource Gate(string name)
        => _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
