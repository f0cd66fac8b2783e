using QueueRun.Diagnostics;

namespace QueueRun.Wire;

/// <summary>Why an opening handshake is not answered with an upgrade.</summary>
/// <param name="StatusCode">The answer's HTTP status.</param>
/// <param name="Message">The answer's body, as plain text.</param>
/// <param name="Reason">A <see cref="RefusalReason"/>.</param>
internal sealed record Refusal(int StatusCode, string? Message, string Reason = RefusalReason.Handshake);
