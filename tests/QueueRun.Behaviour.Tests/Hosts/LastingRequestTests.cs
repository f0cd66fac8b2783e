namespace QueueRun.Behaviour;

/// <summary>That the host is what it says; and the subjects that a connection's request could matter to, once more on it.</summary>
public sealed class LastingRequestTests(LastingRequestHost host)
{
    [Fact]
    public async Task The_upgrade_request_lasts()
    {
        await using var server = await host.StartAsync();
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "echo", text = "here" });
        await client.ExpectTextAsync("here");
        await server.ExpectDetachedAsync(0);
    }
}

public sealed class AuthenticationOnLastingRequests(LastingRequestHost host) : AuthenticationTests(host);
public sealed class CloseCodesOnLastingRequests(LastingRequestHost host) : CloseCodesTests(host);
public sealed class ClosingOnLastingRequests(LastingRequestHost host) : ClosingTests(host);
public sealed class CompressionOnLastingRequests(LastingRequestHost host) : CompressionTests(host);
public sealed class ConnectingOnLastingRequests(LastingRequestHost host) : ConnectingTests(host);
public sealed class ExpirationOnLastingRequests(LastingRequestHost host) : ExpirationTests(host);
public sealed class OutboxOnLastingRequests(LastingRequestHost host) : OutboxTests(host);
public sealed class ParametersOnLastingRequests(LastingRequestHost host) : ParametersTests(host);
public sealed class PresenceOnLastingRequests(LastingRequestHost host) : PresenceTests(host);
public sealed class ShutdownOnLastingRequests(LastingRequestHost host) : ShutdownTests(host);
public sealed class WireOnLastingRequests(LastingRequestHost host) : WireTests(host);
