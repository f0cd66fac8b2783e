using System.Runtime.CompilerServices;
using QueueRun.Wire;

namespace QueueRun.Connections;

internal sealed partial class Connection
{
    /// <summary>
    /// Awaits what the peer sends next. As long as that has not come, the thread has nothing to read: it handles what has, which saves waking another
    /// one for every message. Whatever comes meanwhile is read on another thread, even where a handler blocks this one.
    /// </summary>
    private readonly struct Reception(Connection connection, ValueTask<Received> receiving) : ICriticalNotifyCompletion
    {
        // Of the program's start, with nothing in it: a handler is no part of the request that opened the connection.
        private static readonly ExecutionContext s_none = CaptureNone();

        public bool IsCompleted => receiving.IsCompleted;

        public Reception GetAwaiter() => this;

        public Received GetResult() => receiving.GetAwaiter().GetResult();

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            var here = connection._transport.ResumesOnItsOwnThread;
            if (!here) connection.Handle();
            var handle = connection._posted;
            connection._posted = false; // the reader's again from here on: it may go on at once
            receiving.GetAwaiter().UnsafeOnCompleted(continuation);
            if (handle) ExecutionContext.Run(s_none, static state => _ = ((Connection)state!).HandleWaitingAsync(), connection);
        }

        private static ExecutionContext CaptureNone()
        {
            ExecutionContext? none = null;
            var thread = new Thread(() => none = ExecutionContext.Capture());
            thread.UnsafeStart();
            thread.Join();
            return none!;
        }
    }
}
