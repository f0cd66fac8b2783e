namespace QueueRun.Wire;

/// <summary>Close codes (RFC 6455, 7.4; the newer ones from IANA's registry).</summary>
internal static class CloseStatus
{
    public const int ProtocolError = 1002;
    public const int InvalidPayload = 1007;
    public const int MessageTooBig = 1009;

    /// <summary>A control frame has at most 125 bytes, and two of them are the code.</summary>
    public const int MaxReasonSize = 123;

    /// <summary>Whether the code may stand in a close frame: 1004 to 1006 and 1015 only ever stand for one that was not there.</summary>
    public static bool MayBeSent(int status) => status is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
