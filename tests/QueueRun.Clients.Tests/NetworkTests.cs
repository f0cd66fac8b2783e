namespace QueueRun.Clients;

/// <summary>The written client on bad networks.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData("network")]
    [InlineData("crowd")]
    [InlineData("endless")]
    public async Task It_keeps_its_promises(string scenario)
    {
        await using var server = await ClientServer.StartAsync();
        var (status, said) = await Scenario.RunAsync("node-26", scenario, "client.js", server);
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Assert.True(status == 0 && said.Contains($"{scenario} is done", StringComparison.Ordinal), said);
    }
}
