using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace QueueRun.Redis.Tests;

/// <summary>Redis as it is run elsewhere: with TLS and a password, as a shard of a Redis Cluster, and behind Sentinel.</summary>
public sealed class DeploymentTests
{
    [Fact]
    public async Task Redis_with_TLS_and_a_password()
    {
        await using var redis = await StartWithTlsAsync();
        var configuration = $"{redis.Configuration},ssl=true,password=secret";
        var events = new Events();
        await using var a = await NodeProcess.StartAsync(configuration, events, certificates: AuthorityOf(redis));
        await using var b = await NodeProcess.StartAsync(configuration, events, certificates: AuthorityOf(redis));
        await TalkAsync(a.ConnectAsync, b.ConnectAsync, events);
    }

    [Fact]
    public async Task A_certificate_authority_that_only_the_program_trusts()
    {
        await using var redis = await StartWithTlsAsync();
        var options = ConfigurationOptions.Parse($"{redis.Configuration},ssl=true,password=secret,abortConnect=false");
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.TrustIssuer(AuthorityOf(redis));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        Assert.True(connection.IsConnected);
        var events = new Events();
        await using var a = await Node.StartAsync(_ => connection, events);
        await using var b = await Node.StartAsync(_ => connection, events);
        await TalkAsync(a.ConnectAsync, b.ConnectAsync, events);
    }

    [Theory]
    [InlineData("ssl=true,password=secret", "certificate")]
    [InlineData("password=secret", "")]
    public async Task A_Redis_with_TLS_that_is_not_trusted_is_not_used(string settings, string why)
    {
        await using var redis = await StartWithTlsAsync();
        await ExpectRefusalAsync($"{redis.Configuration},{settings}", why);
    }

    [Theory]
    [InlineData("ssl=true,password=secret", "TLS")]
    [InlineData("password=wrong", "password provided is correct")]
    [InlineData("ssl=false", "NOAUTH")]
    public async Task A_Redis_that_does_not_take_the_connection_is_said_to_refuse_it(string settings, string why)
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "secret");
        await ExpectRefusalAsync($"{redis.Configuration},{settings}", why);
    }

    [Fact]
    public async Task One_shard_of_a_Redis_Cluster()
    {
        await using var redis = await RedisServer.StartClusterAsync();
        var events = new Events();
        await using var a = await Node.StartAsync(redis.Configuration, events);
        await using var b = await NodeProcess.StartAsync(redis.Configuration, events);
        await TalkAsync(a.ConnectAsync, b.ConnectAsync, events);
        await using var last = await b.ConnectAsync("last");
        await last.ExpectNothingAsync();
        await b.KillAsync();
        await events.ExpectAsync("last", "online last", "offline last");
    }

    [Fact]
    public async Task A_replica_that_Sentinel_promotes_is_used()
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{first.Port}", "--repl-diskless-sync-delay", "0");
        await Patience.EventuallyAsync(() => second.AskAsync("INFO", "replication"), info => info.Contains("master_link_status:up", StringComparison.Ordinal));
        await using var sentinel = await RedisServer.StartSentinelAsync(first);
        await Patience.EventuallyAsync(() => sentinel.AskAsync("SENTINEL", "REPLICAS", "main"), replicas => replicas.Contains($"127.0.0.1:{second.Port}", StringComparison.Ordinal));
        var events = new Events();
        var configuration = $"{sentinel.Configuration},serviceName=main";
        await using var a = await Node.StartAsync(configuration, events);
        await using var b = await Node.StartAsync(configuration, events);
        await TalkAsync(a.ConnectAsync, b.ConnectAsync, events);
        await using var stays = await b.ConnectAsync("stays");
        await stays.ExpectNothingAsync();

        await first.KillAsync();
        await Patience.EventuallyAsync(
            () => sentinel.AskAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main"), address => address.EndsWith($"{second.Port}", StringComparison.Ordinal));
        await Patience.EventuallyAsync(() => a.SendAsync("stays", "still here"), sent => sent is { IsComplete: true, Recipients: 1 });
        await Patience.EventuallyAsync(async () => (await stays.ReceiveAsync()).Text, text => text == "still here");
        Assert.Equal(["online stays"], events.Of("stays"));
        await stays.CloseAsync();
        await events.ExpectAsync("stays", "online stays", "offline stays");
    }

    /// <summary>Two processes are one program: users, rooms, presence.</summary>
    private static async Task TalkAsync(Func<string?, string, Task<SocketClient>> connectToOne, Func<string?, string, Task<SocketClient>> connectToOther, Events events)
    {
        await using var ann = await connectToOne("ann", "");
        await using var bob = await connectToOther("bob", "");
        await using var too = await connectToOther("ann", "");
        foreach (var device in new[] { ann, bob })
        {
            await device.SendJsonAsync(new { test = "join", room = "lobby" });
            await device.ExpectTextAsync("joined lobby");
        }

        await too.ExpectNothingAsync();
        await ann.SendJsonAsync(new { test = "others", text = "to the other device" });
        await too.ExpectTextAsync("to the other device");
        await bob.SendJsonAsync(new { test = "say", room = "lobby", text = "to the room" });
        foreach (var device in new[] { ann, bob, too }) await device.ExpectTextAsync("to the room");
        await ann.CloseAsync();
        await bob.CloseAsync();
        await events.ExpectAsync("bob", "online bob", "join bob lobby", "leave bob lobby", "offline bob");
        Assert.Equal(["online ann", "join ann lobby"], events.Of("ann"));
        await too.CloseAsync();
        await events.ExpectAsync("ann", "online ann", "join ann lobby", "leave ann lobby", "offline ann");
    }

    /// <summary>Starts a program that cannot use its Redis, and whose log says why.</summary>
    private static async Task ExpectRefusalAsync(string configuration, string why)
    {
        using var logs = new Logs();
        await using var node = await Node.StartAsync($"{configuration},connectTimeout=500", new Events(), options: redis => redis.ConnectTimeout = TimeSpan.FromMilliseconds(300), logs: logs);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => node.ConnectAsync("ann"));
        var entry = await Patience.EventuallyAsync(() => Task.FromResult(logs.Find("Redis cannot be reached")), static entry => entry is not "");
        Assert.True(entry.Contains(why, StringComparison.OrdinalIgnoreCase), entry);
    }

    private static string AuthorityOf(RedisServer redis) => Path.Combine(redis.Folder, "authority.pem");

    /// <summary>A server that speaks only TLS, whose certificate a new authority has signed.</summary>
    private static Task<RedisServer> StartWithTlsAsync() => RedisServer.StartAsync(redis =>
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        using var certificate = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } }
            .Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        var (file, keyFile) = (Path.Combine(redis.Folder, "redis.pem"), Path.Combine(redis.Folder, "redis.key"));
        File.WriteAllText(AuthorityOf(redis), authority.ExportCertificatePem());
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return [
            "--port", "0", "--tls-port", $"{redis.Port}", "--tls-cert-file", file, "--tls-key-file", keyFile, "--tls-ca-cert-file", AuthorityOf(redis),
            "--tls-auth-clients", "no", "--requirepass", "secret"];
    });
}
