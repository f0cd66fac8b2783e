namespace QueueRun.Peers;

/// <summary>QueueRun behind proxies with the settings of docs/proxies-and-clients.md.</summary>
public sealed class ProxyTests
{
    public static TheoryData<string> Names => [.. Proxies.Names];

    [Theory, MemberData(nameof(Names))]
    public async Task Pages_of_the_proxys_own_address_may_connect_and_others_may_not(string name)
    {
        await using var server = await PeerServer.StartAsync();
        await using var proxy = await Proxies.StartAsync(name, server);
        Assert.Equal(101, await StatusAsync(proxy, $"http://127.0.0.1:{proxy.Port}"));
        Assert.Equal(403, await StatusAsync(proxy, $"http://127.0.0.1:{server.Port}"));
        Assert.Equal(403, await StatusAsync(proxy, "https://elsewhere.example"));
    }

    /// <summary>The page's table lists the proxies that keep the host by default.</summary>
    [Theory]
    [InlineData("nginx", "    proxy_set_header Host $http_host;\n", "")]
    [InlineData("nginx", "$http_host", "$host")]
    [InlineData("YARP", """{ "RequestHeaderOriginalHost": "true" }""", "")]
    public async Task Without_what_the_page_says_of_the_host_nobody_may_connect(string name, string line, string instead)
    {
        await using var server = await PeerServer.StartAsync();
        await using var proxy = await Proxies.StartAsync(name, server, settings => Replace(settings, line, instead));
        Assert.Equal(403, await StatusAsync(proxy, $"http://127.0.0.1:{proxy.Port}"));
    }

    [Fact]
    public async Task A_server_that_believes_all_forwarded_headers_needs_no_host()
    {
        await using var server = await PeerServer.StartAsync(believesProxies: true);
        await using var proxy = await Proxies.StartAsync("YARP", server, settings => Replace(settings, """{ "RequestHeaderOriginalHost": "true" }""", ""));
        Assert.Equal(101, await StatusAsync(proxy, $"http://127.0.0.1:{proxy.Port}"));
        Assert.Equal(403, await StatusAsync(proxy, "https://elsewhere.example"));
    }

    [Theory]
    [InlineData("nginx", "    proxy_set_header Upgrade $http_upgrade;\n", 400)]
    [InlineData("lighttpd", "    proxy.header = ( \"upgrade\" => \"enable\" )\n", 400)]
    [InlineData("haproxy over HTTP/2", "    http-request set-uri http://%[req.hdr(host)]%[pathq]\n", 502)]
    public async Task Without_what_the_page_says_of_the_upgrade_nothing_is_upgraded(string name, string line, int status)
    {
        await using var server = await PeerServer.StartAsync();
        await using var proxy = await Proxies.StartAsync(name, server, settings => Replace(settings, line, ""));
        Assert.Equal(status, await StatusAsync(proxy, $"http://127.0.0.1:{proxy.Port}"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_silent_connection_outlives_the_idle_limit_because_it_is_pinged(string name)
    {
        await using var server = await PeerServer.StartAsync(keepAliveInterval: TimeSpan.FromSeconds(1));
        await using var proxy = await Proxies.StartAsync(name, server, idleSeconds: 4);
        await using var client = await RawWebSocket.ConnectAsync(proxy.Socket);
        for (var pings = 0; pings < 6; pings++)
        {
            await client.ExpectAsync(Opcode.Ping, "");
            await client.SendAsync(Opcode.Pong, []);
        }

        await client.SendTextAsync("still here");
        await client.ExpectAsync(Opcode.Text, "still here");
    }

    /// <summary>Without this, the test above would prove nothing.</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task The_idle_limit_is_where_the_page_says(string name)
    {
        await using var server = await PeerServer.StartAsync();
        await using var proxy = await Proxies.StartAsync(name, server, idleSeconds: 2);
        await using var client = await RawWebSocket.ConnectAsync(proxy.Socket);
        await client.ExpectEndAsync();
    }

    private static string Replace(string settings, string line, string instead)
    {
        Assert.Contains(line, settings, StringComparison.Ordinal);
        return settings.Replace(line, instead, StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(Proxy proxy, string origin)
    {
        await using var client = await RawWebSocket.OpenAsync(proxy.Socket);
        var head = await client.RequestAsync([.. RawWebSocket.Handshake(proxy.Socket), $"Origin: {origin}"]);
        var status = int.Parse(head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        if (status != 101) return status;

        await client.SendTextAsync("hello");
        await client.ExpectAsync(Opcode.Text, "hello");
        return status;
    }
}
