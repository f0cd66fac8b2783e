namespace QueueRun.Clients;

/// <summary>The written clients in each runtime, against a real server. A script ends by itself: no timer is left.</summary>
public sealed class RuntimeTests
{
    [Theory]
    [InlineData("node-22", "client.js", null)]
    [InlineData("node-26", "client.ts", null)]
    [InlineData("node-20", "client.js", "ws/wrapper.mjs")]
    [InlineData("node-20", "client.js", "undici/index.js")]
    [InlineData("deno", "client.ts", null)]
    [InlineData("bun", "client.ts", null)]
    public async Task Everything_works_in(string runtime, string client, string? webSocket)
    {
        await using var server = await ClientServer.StartAsync();
        var (status, said) = await Scenario.RunAsync(runtime, "tour", client, server, webSocket is null ? null : Npm.PathOf(webSocket.Split('/')));
        Assert.True(status == 0 && said.Contains("tour is done", StringComparison.Ordinal), said);
    }
}
