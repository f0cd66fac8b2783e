namespace QueueRun.Wire;

/// <summary>Close codes (RFC 6455, 7.4).</summary>
internal static class CloseStatus
{
    public const int ProtocolError = 1002;
    public const int InvalidText = 1007;
    public const int TooBig = 1009;

    /// <summary>Bytes of UTF-8 that a close frame has room for beside its code.</summary>
    public const int MaxReasonLength = FrameHeader.MaxControlPayload - 2;

    /// <summary>Whether the code may stand in a close frame: registered for it, or left to libraries and applications.</summary>
    public static bool MayBeSent(int status)
        => status is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
