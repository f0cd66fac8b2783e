namespace QueueRun.Json.Tests.Clients;

/// <summary>A call of the written client, and what became of it.</summary>
/// <param name="Handler">The handler's name.</param>
/// <param name="Message">What the client is given, as JSON; null for nothing.</param>
/// <param name="Event">The message that the server sends meanwhile; null for none.</param>
internal sealed record EchoCall(string Handler, string? Message, string? Event = null)
{
    /// <summary>What the client was given, as JavaScript writes it.</summary>
    public string? Sent { get; set; }

    /// <summary>The answer.</summary>
    public string? Answer { get; set; }

    /// <summary>The error, if that is the answer.</summary>
    public string? Error { get; set; }

    /// <summary>The message that came meanwhile.</summary>
    public string? Told { get; set; }
}
