namespace QueueRun.Docs.Running;

/// <summary>The programs of the page about operations do what the page says.</summary>
public class OperationsPageTests
{
    [Fact]
    public async Task A_goodbye_comes_before_the_close()
    {
        await using var page = await RunningPage.StartAsync("docs/operations.md#shutdown-and-rolling-deploys");
        await using var client = await page.ConnectAsync();
        await client.SendJsonAsync(new { name = "ann" });
        await client.SendJsonAsync(new { action = "enter", room = "lobby" });
        await client.ExpectTextAsync("welcome");
        var stopping = page.StopAsync();
        try
        {
            await client.ExpectTextAsync("""{"event":"goodbye","back":"in a minute"}""");
            await client.ExpectCloseAsync(1001, "the server is shutting down");
        }
        finally
        {
            await stopping;
        }
    }
}
