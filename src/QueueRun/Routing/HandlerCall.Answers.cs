using QueueRun.Messaging;
using QueueRun.Wire;

namespace QueueRun.Routing;

// What the client hears of its message: what the method returned, or what went wrong.
public sealed partial class HandlerCall
{
    private CallAnswer? _answer; // made for the first message with a reference
    private bool _hasReplied;    // the answer is what the method returned

    /// <summary>Whether the message has a reference, and its answer was given.</summary>
    internal bool IsAnswered => HasReference && Answer.IsGiven;

    /// <summary>
    /// After the end of the method: whether the message has a reference, and what the method returned was not its answer. Then there is
    /// none yet, or another thread has given it.
    /// </summary>
    internal bool NeedsAnswer => HasReference && !_hasReplied;

    /// <summary>Whether the client has heard how the call ended: it took too long, or its message has an answer.</summary>
    internal bool IsOver => _timer.IsTimedOut || IsAnswered;

    private CallAnswer Answer => _answer ?? Interlocked.CompareExchange(ref _answer, new(), null) ?? _answer;

    /// <summary>Sends what the method returned to the current connection; nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value, MessageWriter<T> writer)
        => value is null ? default : SendReplyAsync(_conversation.Encoding.Encode(value, writer, Envelope(AnswerPart.Result)));

    /// <summary>Sends what the method returned (text, bytes, or a type known at run time only); nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value)
        => value is null ? default : SendReplyAsync(_conversation.Encoding.Encode(value, Envelope(AnswerPart.Result)));

    /// <summary>Sends each element to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values, MessageWriter<T> writer)
        => StreamAsync(values, value => HasReference ? SendItemAsync(_conversation.Encoding.Encode(value, writer, Envelope(AnswerPart.Item))) : ReplyAsync(value, writer));

    /// <summary>Sends each element (text, bytes, or a type known at run time only) to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values)
        => StreamAsync(values, value => HasReference ? SendItemAsync(_conversation.Encoding.Encode(value, Envelope(AnswerPart.Item))) : ReplyAsync(value));

    /// <summary>
    /// Tells the client that its message could not be handled, unless it has an answer. The message is read before this returns: its bytes
    /// may go back then.
    /// </summary>
    internal ValueTask SendErrorAsync(string error)
    {
        if (IsAnswered) return default;

        var frame = _conversation.Encoding.EncodeError(error, Envelope(AnswerPart.Error));
        if (!HasReference) return Sent(_conversation.SendAsync(frame));
        Answer.TryGive(_conversation, frame, out var sending);
        return Sent(sending);
    }

    /// <summary>
    /// The method has ended: answers null if the message has a reference and no answer yet. The message is read before this returns.
    /// </summary>
    internal ValueTask SendEndAsync()
    {
        if (!NeedsAnswer || Answer.IsGiven) return default;

        Answer.TryGive(_conversation, _conversation.Encoding.Encode<object?>(null, Envelope(AnswerPart.Result)), out var sending);
        return Sent(sending);
    }

    private Envelope Envelope(AnswerPart part) => new(Reference, part);

    /// <summary>Sends what the method returned, unless the method took too long, or the message has an answer.</summary>
    private ValueTask SendReplyAsync(Frame frame)
    {
        if (_timer.IsTimedOut) return Drop(frame);

        ValueTask<bool> sending;
        if (!HasReference) sending = _conversation.SendAsync(frame);
        else if (!(_hasReplied = Answer.TryGive(_conversation, frame, out sending))) return default;
        return sending.IsCompletedSuccessfully ? default : WaitForClientAsync(sending);
    }

    private ValueTask SendItemAsync(Frame frame)
    {
        if (_timer.IsTimedOut) return Drop(frame);
        if (!Answer.TrySendItem(_conversation, frame, out var sending)) return default;
        return sending.IsCompletedSuccessfully ? default : WaitForClientAsync(sending);
    }

    private ValueTask Drop(Frame frame)
    {
        frame.Release();
        _conversation.Log.LateResult(Name, RequestId, ConnectionId);
        return default;
    }

    private static ValueTask Sent(ValueTask<bool> sending) => sending.IsCompletedSuccessfully ? default : new(sending.AsTask());

    // The method has done its part: that the client reads slowly is not to be told as its being late.
    private async ValueTask WaitForClientAsync(ValueTask<bool> sending)
    {
        _timer.Pause();
        await sending;
        _timer.Restart();
    }

    private async ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values, Func<T, ValueTask> send)
    {
        if (values is null) return;

        await foreach (var value in values.WithCancellation(Token))
        {
            await send(value);
            if (!_timer.Restart() || _connection.IsClosing) break;
        }

        // A stream that ends on its token looks like one that is complete: it is not, and its client is told so where somebody is there to
        // hear it.
        Token.ThrowIfCancellationRequested();
    }
}
