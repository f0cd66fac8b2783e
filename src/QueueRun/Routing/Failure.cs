using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>What follows from what a method has thrown.</summary>
/// <param name="Outcome">What the metrics call it.</param>
/// <param name="Text">What the client hears; null where nobody waits for it.</param>
internal readonly record struct Failure(string Outcome, string? Text)
{
    /// <summary>What a client hears whose message shutdown has broken off.</summary>
    public const string BrokenOff = "the server is shutting down";

    /// <summary>The error of a call that the client has cancelled.</summary>
    public const string CancelledByClient = "cancelled";

    /// <summary>Decides what follows, and logs it.</summary>
    public static Failure Report(HandlerCall call, Exception error, ConversationServices services, bool isClosing, bool isCancelled)
    {
        var (log, isDetailed) = (services.Log, services.Options.DetailedErrors);
        switch (error)
        {
            case OperationCanceledException when isClosing || isCancelled || call.IsAnswered:
                log.Cancelled(call.Name, call.RequestId, call.ConnectionId);
                return new(Diagnostics.Outcome.Cancelled, isClosing || call.IsAnswered ? null : BrokenOff); // only shutdown cancels what somebody waits for

            case MessageErrorException { Thrown: { } thrown } unread:
                log.Unread(thrown, call.Name, call.RequestId, call.ConnectionId);
                return new(unread.Outcome, isDetailed ? $"{unread.Message} ({thrown.Message})" : unread.Message);

            case MessageErrorException refused:
                log.Refused(call.RequestId, call.ConnectionId, call.Name);
                return new(refused.Outcome, refused.Message);

            case SocketErrorException:
                log.Error(error, call.Name, call.RequestId, call.ConnectionId);
                return new(Diagnostics.Outcome.Error, error.Message);

            default:
                log.Failed(error, call.Name, call.RequestId, call.ConnectionId);
                return new(Diagnostics.Outcome.Failed, isDetailed ? error.Message : "internal error");
        }
    }
}
