using System.Runtime.CompilerServices;

namespace QueueRun.Wire;

/// <summary>
/// To be awaited by who has had a thread for long enough: goes on when the thread pool has done what waits in it. Unlike
/// <see cref="Task.Yield"/> it never goes by way of a caller's synchronization context.
/// </summary>
internal readonly struct OthersTurn : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public OthersTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static next => next(), continuation, preferLocal: false);

    // The end of the common queue: the thread's own would be its next piece of work.
    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
}
