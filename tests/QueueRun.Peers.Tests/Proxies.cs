namespace QueueRun.Peers;

/// <summary>The proxies of the tests, with the settings on the page docs/proxies-and-clients.md.</summary>
internal static class Proxies
{
    /// <summary>The page's address, which is replaced by the test's own.</summary>
    private const string Address = "127.0.0.1:5000";
    private const string IdleLimit = "60";

    public static readonly string[] Names = ["nginx", "haproxy", "haproxy over HTTP/2", "lighttpd", "YARP"];

    /// <summary>Starts a proxy before a server.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="server">The server behind it.</param>
    /// <param name="change">Changes to the page's settings.</param>
    /// <param name="idleSeconds">The idle limit, instead of the page's 60 seconds.</param>
    public static Task<Proxy> StartAsync(string name, PeerServer server, Func<string, string>? change = null, int idleSeconds = 60)
    {
        change ??= static settings => settings;
        return name switch
        {
            "nginx" => NginxAsync(Read("nginx", "nginx", server.Port)),
            "haproxy" => HaproxyAsync(Read("haproxy", "haproxy", server.Port), "queuerun"),
            "haproxy over HTTP/2" => HaproxyAsync(Read("haproxy-over-http2", "haproxy", server.Http2Port), "queuerun-h2"),
            "lighttpd" => LighttpdAsync(Read("lighttpd", "lighttpd", server.Port).Replace("5000", $"{server.Port}", StringComparison.Ordinal)),
            "YARP" => Proxy.StartYarpAsync(Read("yarp", "json", server.Port).Replace("00:01:00", $"{TimeSpan.FromSeconds(idleSeconds):c}", StringComparison.Ordinal)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };

        string Read(string anchor, string info, int port) => change(Page.Settings(anchor, info))
            .Replace(IdleLimit, $"{idleSeconds}", StringComparison.Ordinal) // replaced first, because a port may contain these digits
            .Replace(Address, $"127.0.0.1:{port}", StringComparison.Ordinal);
    }

    private static Task<Proxy> NginxAsync(string location) => Proxy.StartAsync(
        Tool.OfDebian("/usr/sbin/nginx", "nginx"),
        (port, folder) => $$"""
            daemon off;
            master_process off;
            pid {{folder}}/pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
                server {
                    listen 127.0.0.1:{{port}};
                    {{location}}
                }
            }
            """,
        file => ["-e", "stderr", "-c", file]);

    private static Task<Proxy> HaproxyAsync(string backend, string name) => Proxy.StartAsync(
        Tool.OfDebian("/usr/sbin/haproxy", "haproxy"),
        (port, _) => $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 1s
                timeout server 1s
            frontend http
                bind 127.0.0.1:{port}
                default_backend {name}
            {backend}

            """,
        file => ["-db", "-f", file]);

    private static Task<Proxy> LighttpdAsync(string settings) => Proxy.StartAsync(
        Tool.OfDebian("/usr/sbin/lighttpd", "lighttpd"),
        (port, folder) => $"""
            server.bind = "127.0.0.1"
            server.port = {port}
            server.document-root = "{folder}"
            {settings}
            """,
        file => ["-D", "-f", file]);
}
