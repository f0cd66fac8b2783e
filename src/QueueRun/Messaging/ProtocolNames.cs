namespace QueueRun.Messaging;

/// <summary>Top-level properties of a message that are QueueRun's, whatever the message's type has.</summary>
internal static class ProtocolNames
{
    /// <summary>Whether a name is one of them. Those of a message's route are too.</summary>
    public static bool Contains(string name) => name is "#" or "traceparent" or "tracestate";
}
