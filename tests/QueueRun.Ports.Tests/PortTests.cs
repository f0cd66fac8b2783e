namespace QueueRun.Ports.Tests;

/// <summary>The tests of one port: written once, and run by two derived classes, with the built program and with the native one.</summary>
public abstract class PortTests(PortsHost host) : IAsyncLifetime
{
    private static int _names;
    private readonly List<PortClient> _clients = [];
    private ServerProcess _server = null!;

    /// <summary>What the program is started with, if the shared one does not do.</summary>
    protected virtual string[]? Options => null;

    public async ValueTask InitializeAsync() => _server = Options is { } options ? await host.StartAsync(options) : await host.SharedAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        if (Options is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new tab of a user, or of a visitor without a name. It belongs to the user when this has completed.</summary>
    protected async Task<PortClient> ConnectAsync(string? name = null)
    {
        var client = new PortClient(await _server.ConnectAsync(name is null ? "" : $"name={name}"));
        _clients.Add(client);
        await client.FailAsync(new { action = "nothing" });
        return client;
    }

    /// <summary>A name that no other test has.</summary>
    protected static string Fresh(string name) => $"{name}{Interlocked.Increment(ref _names)}";
}
