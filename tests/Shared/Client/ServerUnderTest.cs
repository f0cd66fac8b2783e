using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace QueueRun.Tests;

/// <summary>A running server, in this process or in its own: everything is asked over its address.</summary>
public abstract class ServerUnderTest(Uri address) : IAsyncDisposable
{
    // A refusal is looked at, not followed to where it points.
    private readonly HttpClient _asking = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience.Limit };

    public Uri Address { get; } = address;

    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = Patience.Limit };

    public Uri Socket(string query = "", string path = "/socket") => new UriBuilder(Address) { Scheme = "ws", Path = path, Query = query }.Uri;

    /// <summary>Connects; the query says who it is, or nothing does yet.</summary>
    public Task<SocketClient> ConnectAsync(string query = "") => SocketClient.ConnectAsync(Socket(query));

    /// <summary>Connects as a user whom ASP.NET Core has authenticated.</summary>
    public Task<SocketClient> ConnectAsUserAsync(string userId) => ConnectAsync($"user={Uri.EscapeDataString(userId)}");

    /// <summary>Connects as a user who signs in by the first message.</summary>
    public async Task<SocketClient> SignInAsync(string userId)
    {
        var client = await ConnectAsync();
        await client.SendJsonAsync(new { user = userId });
        return client;
    }

    /// <summary>Connects, and is let in without being anybody.</summary>
    public Task<SocketClient> ConnectAsNobodyAsync() => SignInAsync("");

    public Task<RawWebSocket> ConnectRawAsync(string query, int? receiveBuffer = null) => RawWebSocket.ConnectAsync(Socket(query), receiveBuffer);

    /// <summary>Lets those go on who wait at a gate.</summary>
    public async Task OpenGateAsync(string name) => (await Http.PostAsync($"/gates/{name}", null)).EnsureSuccessStatusCode();

    /// <summary>What the server wrote down under a key.</summary>
    public async Task<string[]> JournalAsync(string key)
        => (await Http.GetStringAsync($"/journal/{key}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The journal comes to be exactly this.</summary>
    public Task ExpectJournalAsync(string key, params string[] lines)
        => Patience.EventuallyAsync(() => JournalAsync(key), seen => seen.SequenceEqual(lines), seen => string.Join(" | ", seen));

    /// <summary>The log entries that hold this text.</summary>
    public Task<string> LogsAsync(string part) => Http.GetStringAsync($"/logs/{Uri.EscapeDataString(part)}");

    public async Task<bool> IsOnlineAsync(string userId) => await Http.GetStringAsync($"/online/{userId}") == "true";

    public Task ExpectOnlineAsync(string userId, bool online) => Patience.EventuallyAsync(() => IsOnlineAsync(userId), seen => seen == online);

    /// <summary>Sends a request without a body; the answer's status and text.</summary>
    public async Task<(int Status, string Text)> PostAsync(string path)
    {
        using var answer = await Http.PostAsync(path, null);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A connection attempt that is refused before the upgrade; the answer's status.</summary>
    public async Task<int> RefusedAsync(string query)
    {
        var (status, _) = await AskToConnectAsync(query);
        Assert.NotEqual(101, status);
        return status;
    }

    /// <summary>Asks for an upgrade, with further headers; the answer's status, and its text where it is a refusal.</summary>
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

    /// <summary>Stops as a signal to terminate does, and waits for the end.</summary>
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
