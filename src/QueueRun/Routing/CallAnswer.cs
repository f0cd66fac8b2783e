using QueueRun.Wire;

namespace QueueRun.Routing;

/// <summary>
/// The answer to one message with a reference. The first of the method's end, its timeout, a cancel and the end of the program gives it;
/// later answers are refused. Nothing follows it. Reused from call to call.
/// </summary>
internal sealed class CallAnswer
{
    private readonly Lock _gate = new();
    private bool _isGiven;

    /// <summary>Whether the answer was given.</summary>
    public bool IsGiven
    {
        get
        {
            lock (_gate) return _isGiven;
        }
    }

    /// <summary>
    /// The next message begins. Needs no lock: no other thread has the call now, and the next one gets it under the lock of the
    /// connection's calls.
    /// </summary>
    public void Reset() => _isGiven = false;

    /// <summary>Sends an element, which comes before the answer. If the answer was given, sends nothing and returns false.</summary>
    /// <inheritdoc cref="TryGive"/>
    public bool TrySendItem(Conversation conversation, Frame frame, out ValueTask<bool> sending) => TrySend(conversation, frame, isLast: false, out sending);

    /// <summary>Sends the answer. If an answer was given, sends nothing and returns false.</summary>
    /// <param name="conversation">Sends it.</param>
    /// <param name="frame">The frame, which is released in both cases.</param>
    /// <param name="sending">Completes when the outbox has room again.</param>
    public bool TryGive(Conversation conversation, Frame frame, out ValueTask<bool> sending) => TrySend(conversation, frame, isLast: true, out sending);

    private bool TrySend(Conversation conversation, Frame frame, bool isLast, out ValueTask<bool> sending)
    {
        lock (_gate)
        {
            if (!_isGiven)
            {
                _isGiven = isLast;
                sending = conversation.SendAsync(frame); // under the lock, so that no other frame of this message comes in between
                return true;
            }
        }

        frame.Release();
        sending = new(false);
        return false;
    }
}
