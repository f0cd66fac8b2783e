using System.Net;
using System.Security.Cryptography;

namespace QueueRun.Tests;

/// <summary>A running server, in this process or in its own: tests use only its address.</summary>
public abstract class ServerUnderTest(Uri address) : IAsyncDisposable
{
    // A redirect is an answer to check, and is not followed.
    private readonly HttpClient _asking = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience.Limit };

    public Uri Address { get; } = address;

    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = Patience.Limit };

    public Uri Socket(string query = "", string path = "/socket") => new UriBuilder(Address) { Scheme = "ws", Path = path, Query = query }.Uri;

    /// <summary>Connects; the query names the user, if any.</summary>
    public Task<SocketClient> ConnectAsync(string query = "", string path = "/socket") => SocketClient.ConnectAsync(Socket(query, path));

    /// <summary>Connects as a user of ASP.NET Core's authentication.</summary>
    public Task<SocketClient> ConnectAsUserAsync(string userId) => ConnectAsync($"user={Uri.EscapeDataString(userId)}");

    /// <summary>Connects as a user who signs in with the first message.</summary>
    public async Task<SocketClient> SignInAsync(string userId, string path = "/socket")
    {
        var client = await ConnectAsync(path: path);
        await client.SendJsonAsync(new { user = userId });
        return client;
    }

    /// <summary>Connects anonymously.</summary>
    public Task<SocketClient> ConnectAsNobodyAsync(string path = "/socket") => SignInAsync("", path);

    public Task<RawWebSocket> ConnectRawAsync(string query, int? receiveBuffer = null) => RawWebSocket.ConnectAsync(Socket(query), receiveBuffer);

    /// <summary>Opens a gate.</summary>
    public async Task OpenGateAsync(string name) => (await Http.PostAsync($"/gates/{name}", null)).EnsureSuccessStatusCode();

    /// <summary>Waits until so many handlers wait at a gate.</summary>
    public Task ExpectAtGateAsync(string name, int waiting = 1)
        => Patience.EventuallyAsync(() => Http.GetStringAsync($"/gates/{name}"), seen => seen == $"{waiting}");

    /// <summary>The server's journal under a key.</summary>
    public async Task<string[]> JournalAsync(string key)
        => (await Http.GetStringAsync($"/journal/{key}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits until the journal is exactly this.</summary>
    public Task ExpectJournalAsync(string key, params string[] lines)
        => Patience.EventuallyAsync(() => JournalAsync(key), seen => seen.SequenceEqual(lines), seen => string.Join(" | ", seen));

    /// <summary>The log entries that contain this text.</summary>
    public Task<string> LogsAsync(string part) => Http.GetStringAsync($"/logs/{Uri.EscapeDataString(part)}");

    /// <summary>Waits until so many connections go on without their upgrade request.</summary>
    public Task ExpectDetachedAsync(int connections)
        => Patience.EventuallyAsync(() => Http.GetStringAsync("/gauges/queuerun.socket.detached_connections"), seen => seen == $"{connections}");

    public async Task<bool> IsOnlineAsync(string userId) => await Http.GetStringAsync($"/online/{userId}") == "true";

    public Task ExpectOnlineAsync(string userId, bool online) => Patience.EventuallyAsync(() => IsOnlineAsync(userId), seen => seen == online);

    /// <summary>Sends a request without a body. Returns the answer's status and text.</summary>
    public async Task<(int Status, string Text)> PostAsync(string path)
    {
        using var answer = await Http.PostAsync(path, null);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Tries to connect, and expects a refusal before the upgrade. Returns the answer's status.</summary>
    public async Task<int> RefusedAsync(string query)
    {
        var (status, _) = await AskToConnectAsync(query);
        Assert.NotEqual(101, status);
        return status;
    }

    /// <summary>Asks for an upgrade, with additional headers. Returns the answer's status, and its text if it is a refusal.</summary>
    public async Task<(int Status, string Text)> AskToConnectAsync(string query, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(Address) { Path = "/socket", Query = query }.Uri);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _asking.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var accepted = answer.Headers.Contains("Sec-WebSocket-Accept");
        Assert.Equal(answer.StatusCode is HttpStatusCode.SwitchingProtocols, accepted);
        return ((int)answer.StatusCode, accepted ? "" : await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Stops as after a signal to terminate, and waits for the end.</summary>
    public abstract Task StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _asking.Dispose();
        await DisposeServerAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask DisposeServerAsync();
}
