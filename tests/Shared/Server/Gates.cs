using System.Collections.Concurrent;

namespace QueueRun.Tests;

/// <summary>
/// Named gates at which handlers wait until a test opens them: so the test decides when something ends, and no clock does.
/// </summary>
internal sealed class Gates
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();

    private sealed class Gate
    {
        private int _waiting;

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting => Volatile.Read(ref _waiting);

        public async Task WaitAsync(CancellationToken token)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                await Opened.Task.WaitAsync(token);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    public void Open(string name) => Of(name).Opened.TrySetResult();

    /// <summary>The number of handlers that wait at a gate, and have not blocked their threads.</summary>
    public int Waiting(string name) => Of(name).Waiting;

    public Task WaitAsync(string name, CancellationToken token = default) => Of(name).WaitAsync(token);

    /// <summary>Waits as badly written code does: by blocking the thread.</summary>
    public void Block(string name) => Of(name).Opened.Task.Wait();

    /// <summary>The same, but invisible to the runtime, as with a lock, a file or a native call.</summary>
    public void BlockUnseen(string name)
    {
        while (!Of(name).Opened.Task.IsCompleted) Thread.Sleep(TimeSpan.FromMilliseconds(10));
    }

    private Gate Of(string name) => _gates.GetOrAdd(name, static _ => new());
}
