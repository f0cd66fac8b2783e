namespace QueueRun.Wire;

/// <summary>What is wrong with an opening handshake.</summary>
/// <param name="StatusCode">The HTTP answer.</param>
/// <param name="Message">What the answer's body says: one sentence.</param>
internal sealed record HandshakeError(int StatusCode, string Message);
