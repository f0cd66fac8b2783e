using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Whose pages may connect.</summary>
public abstract class OriginTests(ServerHost host) : BehaviourTests(host)
{
    private static Task<(int Status, string Text)> AskAsync(ServerUnderTest server, string host, params string[] origins)
        => server.AskToConnectAsync($"user={Fresh("ann")}", [("Host", host), .. origins.Select(origin => ("Origin", origin))]);

    [Theory]
    [InlineData("example.com", "https://example.com")]
    [InlineData("example.com", "http://example.com")]
    [InlineData("example.com:443", "https://example.com")]
    [InlineData("example.com", "https://example.com:443")]
    [InlineData("example.com:80", "http://example.com")]
    [InlineData("example.com:8080", "http://example.com:8080")]
    [InlineData("EXAMPLE.com", "https://example.COM")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("[::1]:5000", "http://[::1]:5000")]
    [InlineData("xn--bcher-kva.example", "https://xn--bcher-kva.example")]
    public async Task A_page_of_the_same_origin_may_connect(string host, string origin)
        => Assert.Equal(101, (await AskAsync(Server, host, origin)).Status);

    [Theory]
    [InlineData("example.com", "https://evil.example")]
    [InlineData("example.com", "https://www.example.com")]
    [InlineData("example.com", "https://example.com.evil.example")]
    [InlineData("example.com", "https://example.com:444")]
    [InlineData("example.com", "http://example.com:443")]
    [InlineData("example.com:8080", "http://example.com")]
    [InlineData("example.com:80", "https://example.com")]
    [InlineData("example.com", "null")]
    [InlineData("example.com", "")]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com", "*")]
    [InlineData("example.com", "file://")]
    [InlineData("example.com", "https://example.com/")]
    [InlineData("example.com", "https://example.com/path")]
    [InlineData("example.com", "https://ann@example.com")]
    [InlineData("example.com", "https://example.com https://example.com")]
    public async Task A_page_of_any_other_origin_may_not(string host, string origin)
    {
        var (status, text) = await AskAsync(Server, host, origin);
        Assert.Equal((403, "This origin may not connect."), (status, text));
    }

    [Fact]
    public async Task Two_origins_are_none() => Assert.Equal(403, (await AskAsync(Server, "example.com", "https://example.com", "https://example.com")).Status);

    [Fact]
    public async Task What_is_no_browser_passes() => Assert.Equal(101, (await AskAsync(Server, "example.com")).Status);

    [Fact]
    public async Task A_refusal_is_logged_with_the_setting_that_would_allow_it()
    {
        var page = Fresh("page");
        await AskAsync(Server, "example.com", $"https://{page}.example");
        var log = await Server.LogsAsync(page);
        Assert.StartsWith("Warning ", log, StringComparison.Ordinal);
        Assert.Contains("QueueRun:AllowedOrigins", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_no_entry_could_lift_says_so()
    {
        var host = $"{Fresh("host")}.example";
        await AskAsync(Server, host, "null");
        var log = await Server.LogsAsync(host);
        Assert.StartsWith("Warning ", log, StringComparison.Ordinal);
        Assert.Contains("no entry of QueueRun:AllowedOrigins can name its origin, null. Only * would allow it", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_can_be_allowed_one_by_one()
    {
        await using var server = await Host.StartAsync(
            "--QueueRun:AllowedOrigins:0=https://app.example.com", "--QueueRun:AllowedOrigins:1=http://localhost:5173",
            "--QueueRun:AllowedOrigins:2=tauri://localhost");
        foreach (var (origin, status) in new[]
        {
            ("https://app.example.com", 101),
            ("https://app.example.com:443", 101),
            ("https://APP.example.com", 101),
            ("http://localhost:5173", 101),
            ("http://same.example", 101),
            ("http://app.example.com", 403),
            ("https://app.example.com:8443", 403),
            ("tauri://localhost", 101),
            ("http://localhost", 403),
            ("capacitor://localhost", 403),
            ("null", 403),
        })
        {
            Assert.Equal((origin, status), (origin, (await AskAsync(server, "same.example", origin)).Status));
        }
    }

    [Fact]
    public async Task All_can_be_allowed_with_a_warning()
    {
        await using var server = await Host.StartAsync("--QueueRun:AllowedOrigins:0=*");
        Assert.Equal(101, (await AskAsync(server, "example.com", "https://evil.example")).Status);
        Assert.Equal(101, (await AskAsync(server, "example.com", "null")).Status);
        Assert.StartsWith("Warning ", await server.LogsAsync("QueueRun:AllowedOrigins contains *"), StringComparison.Ordinal);
    }

    /// <summary>The check comes before any code of the program.</summary>
    [Fact]
    public async Task OnConnect_is_not_asked_about_other_origins()
    {
        var key = Fresh("journal");
        Assert.Equal(403, (await Server.AskToConnectAsync($"journal={key}&reject=451", [("Origin", "https://evil.example")])).Status);
        Assert.Empty(await Server.JournalAsync(key));
    }
}

public sealed class OriginInProcess(InProcessHost host) : OriginTests(host);

public sealed class OriginInBinary(BinaryHost host) : OriginTests(host);
