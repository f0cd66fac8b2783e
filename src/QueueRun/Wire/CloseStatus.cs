namespace QueueRun.Wire;

/// <summary>Close codes (RFC 6455, 7.4).</summary>
internal static class CloseStatus
{
    public const int ProtocolError = 1002;
    public const int InvalidText = 1007;
    public const int TooBig = 1009;
    public const int TryAgainLater = 1013;

    /// <summary>The most bytes of UTF-8 that fit into a close frame beside its code.</summary>
    public const int MaxReasonLength = FrameHeader.MaxControlPayload - 2;

    /// <summary>
    /// Whether a close frame may hold the code: one that is registered for this, or one that is free for libraries and applications.
    /// </summary>
    public static bool MayBeSent(int status)
        => status is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
