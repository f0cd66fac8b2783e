namespace QueueRun.Behaviour;

/// <summary>Options come from configuration and code, and are validated at start.</summary>
public abstract class OptionsTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("MaxMessageSize", "0", "1 to 1073741824")]
    [InlineData("MaxMessageSize", "many", "1 to 1073741824")]
    [InlineData("DefaultTimeout", "00:16:00", "00:15:00")]
    [InlineData("DefaultTimeout", "soon", "00:15:00")]
    [InlineData("KeepAliveInterval", "00:00:00", "00:00:01")]
    [InlineData("MaxMessagesPerSecond", "0", "1 to 1000000")]
    [InlineData("MaxConcurrentCalls", "1001", "1 to 1000")]
    [InlineData("MaxRoomsPerUser", "0", "1 to 1000000")]
    [InlineData("MaxConcurrentJobs", "-1", "0 to 10000")]
    [InlineData("MaxAttempts", "0", "1 to 100")]
    [InlineData("MaxWaitingJobs", "0", "1 to 100000000")]
    [InlineData("JobTimeout", "2.00:00:00", "1.00:00:00")]
    [InlineData("RetryDelay", "00:00:00", "00:00:00.0010000")]
    [InlineData("DetailedErrors", "perhaps", "true or false")]
    [InlineData("EndRequestAfterUpgrade", "yes", "true or false")]
    [InlineData("AllowedOrigins:0", "example.com", "https://example.com")]
    [InlineData("SubProtocols:0", "chat v1", "letters, digits")]
    [InlineData("SubProtocols", "chat.v1", "a list, one subprotocol an entry")]
    public async Task A_wrong_value_stops_the_program_with_name_value_and_range(string name, string value, string range)
    {
        var said = await Host.FailAsync($"--QueueRun:{name}={value}");
        Assert.Contains(name.Split(':')[0], said, StringComparison.Ordinal);
        Assert.Contains(value, said, StringComparison.Ordinal);
        Assert.Contains(range, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_comes_after_configuration()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxMessageSize=2000", "--Code:MaxMessageSize=1000");
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendAsync(new string('x', 1001));
        await client.ExpectCloseAsync(1009, "message too big");
    }

    [Fact]
    public async Task The_claim_of_the_user_id_is_an_option()
    {
        await using var server = await Host.StartAsync("--Code:UserIdClaim=email");
        await using var client = await server.ConnectAsync("claim:email=ann@example.com&user=other");
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync("id ann@example.com");
    }

    [Fact]
    public async Task A_handler_sees_the_subprotocol_of_its_connection()
    {
        await using var server = await Host.StartAsync("--QueueRun:SubProtocols:0=chat.v2", "--QueueRun:SubProtocols:1=chat.v1");
        foreach (var (offers, agreed) in ((string[] Offers, string? Agreed)[])[(["chat.v1"], "chat.v1"), (["chat.v1", "chat.v2"], "chat.v2"), ([], null)])
        {
            await using var client = await QueueRun.Tests.SocketClient.ConnectAsync(server.Socket("user=ann"), offers);
            Assert.Equal(agreed, client.SubProtocol);
            await client.SendJsonAsync(new { test = "subprotocol" });
            await client.ExpectTextAsync($"subprotocol {agreed}");
        }
    }

    [Fact]
    public async Task Other_origins_can_be_allowed()
    {
        await using var server = await Host.StartAsync("--QueueRun:AllowedOrigins:0=https://app.example.com");
        await using var raw = await QueueRun.Tests.RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync([.. QueueRun.Tests.RawWebSocket.Handshake(server.Socket("user=ann")), "Origin: https://app.example.com"]);
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
    }
}

public sealed class OptionsInProcess(InProcessHost host) : OptionsTests(host);

public sealed class OptionsInBinary(BinaryHost host) : OptionsTests(host);
