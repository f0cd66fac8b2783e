namespace QueueRun.Connections;

// What QueueRun.Testing asks. Nothing of the server does.
internal sealed partial class Connection : IConnectionWork
{
    bool IConnectionWork.IsInboxIdle => !_inbox.IsTaken;

    bool IConnectionWork.IsOutboxIdle => _outbox.IsIdle;

    bool IConnectionWork.IsWaitingForClient => _outbox.HasWaiters;

    bool IConnectionWork.IsReadingPaused => _keepAlive.IsPaused;

    bool IConversationWork.IsMessageHeld => _conversation?.IsMessageHeld ?? false;

    int IConversationWork.Beside => _conversation?.Beside ?? 0;

    string? IConversationWork.Running => _conversation?.Running;
}
