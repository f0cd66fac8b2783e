using Microsoft.Extensions.Options;

namespace QueueRun.Hostile;

/// <summary>
/// A page of another site opens a WebSocket to this server, and the browser sends the user's cookies. The page cannot choose the header
/// <c>Origin</c>, so it can only use an origin that resembles an allowed one.
/// </summary>
public sealed class OriginTests(OriginTests.AllowingServer server) : IClassFixture<OriginTests.AllowingServer>
{
    /// <summary>A server that allows the pages of two sites and of three applications besides its own.</summary>
    public sealed class AllowingServer : IAsyncLifetime
    {
        public ServerProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Process = await TargetServer.StartAsync(
            "--QueueRun:AllowedOrigins:0=https://app.example.com", "--QueueRun:AllowedOrigins:1=http://dev.example.com:8080",
            "--QueueRun:AllowedOrigins:2=capacitor://localhost", "--QueueRun:AllowedOrigins:3=chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "--QueueRun:AllowedOrigins:4=app://-:8080");

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }

    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("HTTPS://APP.Example.COM")]
    [InlineData("http://dev.example.com:8080")]
    [InlineData("capacitor://localhost")]
    [InlineData("chrome-extension://abcdefghijklmnopabcdefghijklmnop")]
    [InlineData("app://-:8080")]
    public async Task An_allowed_origin_may_connect(string origin) => Assert.Equal(101, await ConnectAsync($"Origin: {origin}"));

    [Theory]
    // Another site, and origins that resemble an allowed one.
    [InlineData("https://evil.example")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("https://evil-app.example.com")]
    [InlineData("https://example.com")]
    [InlineData("https://x.app.example.com")]
    [InlineData("https://app.example.com.")]
    [InlineData("https://app.example.co")]
    [InlineData("https://app-example.com")]
    // Another scheme or port.
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("https://app.example.com:80")]
    [InlineData("http://dev.example.com")]
    [InlineData("https://dev.example.com:8080")]
    [InlineData("wss://app.example.com")]
    [InlineData("ws://app.example.com")]
    [InlineData("file://app.example.com")]
    [InlineData("app.example.com")]
    [InlineData("//app.example.com")]
    // Another application, another port, or a site of the same name.
    [InlineData("tauri://localhost")]
    [InlineData("http://localhost")]
    [InlineData("https://localhost")]
    [InlineData("capacitor://localhost:80")]
    [InlineData("capacitor://localhost.evil.example")]
    [InlineData("capacitor://localhost/")]
    [InlineData("capacitor://evil@localhost")]
    [InlineData("capacitor://")]
    [InlineData("capacitor:localhost")]
    [InlineData("chrome-extension://abcdefghijklmnopabcdefghijklmnoq")]
    [InlineData("app://-")]
    // Not an origin: with user, path, query, fragment, or in another form.
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("https://app.example.com@evil.example")]
    [InlineData("https://evil.example@app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://app.example.com?")]
    [InlineData("https://app.example.com#")]
    [InlineData("https://app.example.com#@evil.example")]
    [InlineData("https://app.example.com\\@evil.example")]
    [InlineData("https://evil.example\\@app.example.com")]
    [InlineData("https:\\\\app.example.com")]
    [InlineData("https:app.example.com")]
    [InlineData("https:///app.example.com")]
    [InlineData("https://app%2Eexample%2Ecom")]
    [InlineData("https://app.example.com:")]
    [InlineData("https://app.example.com:00443")]
    [InlineData("https://app.example.com:443:443")]
    [InlineData("https://app.example.com https://app.example.com")]
    [InlineData("https://app.example.com, https://evil.example")]
    [InlineData("https://app.example.com\thttps://evil.example")]
    [InlineData("https://xn--pp-viaaa.example.com")]
    public async Task Every_other_origin_is_refused(string origin) => Assert.Equal(403, await ConnectAsync($"Origin: {origin}"));

    [Fact]
    public async Task Two_origins_are_refused()
        => Assert.Equal(403, await ConnectAsync("Origin: https://app.example.com", "Origin: https://app.example.com"));

    [Theory]
    // The host of the request, and the origin of the page: equal except for default ports.
    [InlineData("chat.example", "https://chat.example", 101)]
    [InlineData("chat.example", "http://chat.example", 101)]
    [InlineData("chat.example:443", "https://chat.example", 101)]
    [InlineData("CHAT.example", "https://chat.EXAMPLE", 101)]
    [InlineData("[::1]:5000", "http://[::1]:5000", 101)]
    [InlineData("[0:0::1]:5000", "http://[::1]:5000", 403)]
    [InlineData("chat.example:8443", "https://chat.example:8443", 101)]
    [InlineData("chat.example:8443", "https://chat.example", 403)]
    [InlineData("chat.example", "https://chat.example:8443", 403)]
    [InlineData("chat.example:80", "https://chat.example", 403)]
    [InlineData("chat.example", "https://chat.example.", 403)]
    [InlineData("chat.example.", "https://chat.example", 403)]
    [InlineData("chat.example", "https://chat.example.evil.example", 403)]
    [InlineData("[::1]:5000", "http://[::1]:5001", 403)]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1.evil.example:5000", 403)]
    // The origin of an application is not this server's, even if its host has the same name.
    [InlineData("localhost", "tauri://localhost", 403)]
    [InlineData("chat.example", "wss://chat.example", 403)]
    [InlineData("chat.example:21", "ftp://chat.example", 403)]
    public async Task The_same_origin_is_host_and_port(string host, string origin, int status)
        => Assert.Equal(status, await ConnectAsync($"Host: {host}", $"Origin: {origin}"));

    [Theory]
    [InlineData("https://elsewhere.example", true)]
    [InlineData("http://elsewhere.example:8080", true)]
    [InlineData("https://[::1]:8443", true)]
    [InlineData("tauri://localhost", true)]
    [InlineData("moz-extension://4a6ea73b-61f4-4a55-8a4c-1a3f0f2d9b5e", true)]
    [InlineData("safari-web-extension://E5A3AB12-61F4-4A55-8A4C-1A3F0F2D9B5E", true)]
    [InlineData("wss://elsewhere.example", true)]
    [InlineData("app://.", true)]
    [InlineData("null", false)]
    [InlineData("file://", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("https://elsewhere.example/path", false)]
    [InlineData("", false)]
    public async Task What_the_log_advises_is_what_would_help(string origin, bool canBeNamed)
    {
        var host = $"{Guid.NewGuid():N}.example"; // to find the log entry
        Assert.Equal(403, await ConnectAsync($"Host: {host}", $"Origin: {origin}"));
        var log = await server.Process.LogsAsync(host);
        Assert.Contains(canBeNamed ? $"A page of {origin} may not" : "no entry of QueueRun:AllowedOrigins can name its origin", log, StringComparison.Ordinal);

        if (canBeNamed)
        {
            Assert.Contains("add this origin to QueueRun:AllowedOrigins to allow it", log, StringComparison.Ordinal);
            Assert.Equal(101, await StatusWithAsync(origin));
        }
        else
        {
            Assert.Contains("Only * would allow it", log, StringComparison.Ordinal);
            await Assert.ThrowsAsync<OptionsValidationException>(() => StatusWithAsync(origin));
            Assert.Equal(101, await StatusWithAsync("*"));
        }

        async Task<int> StatusWithAsync(string setting)
        {
            await using var app = TestServer.Server.Build(["--urls=http://127.0.0.1:0", $"--QueueRun:AllowedOrigins:0={setting}"]);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return await StatusAsync(new UriBuilder(app.Urls.Single()) { Path = "/socket", Query = "user=ann" }.Uri, $"Host: {host}", $"Origin: {origin}");
        }
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_before_anything_of_the_program_runs()
    {
        Assert.Equal(403, await StatusAsync("user=ann&journal=cross-site", "Origin: https://evil.example", "Cookie: session=of-ann"));
        Assert.Empty(await server.Process.JournalAsync("cross-site")); // [OnConnect] would have written there
        Assert.False(await server.Process.IsOnlineAsync("ann"));
    }

    [Theory]
    [InlineData("https://*.example.com")]
    [InlineData("*.example.com")]
    [InlineData("https://*")]
    [InlineData("null")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://user@app.example.com")]
    [InlineData("capacitor://*")]
    [InlineData("capacitor://localhost/")]
    [InlineData("capacitor://")]
    [InlineData("capacitor:localhost")]
    [InlineData("file://")]
    public async Task What_looks_like_a_pattern_is_no_option(string origin)
    {
        await using var app = TestServer.Server.Build(["--urls=http://127.0.0.1:0", $"--QueueRun:AllowedOrigins:0={origin}"]);
        var said = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("AllowedOrigins", said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 101)]
    [InlineData("127.0.0.1;chat.example", 400)]
    public async Task A_name_that_leads_here_and_is_not_ours_is_refused_where_hosts_are_named(string hosts, int status)
    {
        // DNS rebinding: the attacker's name resolves to this server, so his page has the same origin.
        await using var server = await TargetServer.StartAsync($"--AllowedHosts={hosts}");
        Assert.Equal(status, await StatusAsync(server, "user=ann", "Host: evil.example", "Origin: http://evil.example"));
    }

    private Task<int> ConnectAsync(params string[] headers) => StatusAsync("user=ann", headers);

    private Task<int> StatusAsync(string query, params string[] headers) => StatusAsync(server.Process, query, headers);

    private static Task<int> StatusAsync(ServerUnderTest server, string query, params string[] headers) => StatusAsync(server.Socket(query), headers);

    private static async Task<int> StatusAsync(Uri socket, params string[] headers)
    {
        await using var raw = await RawWebSocket.OpenAsync(socket);
        var names = headers.Select(header => header[..(header.IndexOf(':', StringComparison.Ordinal) + 1)]).ToArray();
        var head = await raw.RequestAsync(
            [.. RawWebSocket.Handshake(socket).Where(line => !names.Any(name => line.StartsWith(name, StringComparison.Ordinal))), .. headers]);
        return int.Parse(head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
