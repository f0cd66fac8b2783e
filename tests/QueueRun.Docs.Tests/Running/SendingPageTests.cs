namespace QueueRun.Docs.Running;

/// <summary>The programs of the page about sending do what the page says.</summary>
public class SendingPageTests
{
    [Fact]
    public async Task A_program_without_handlers_sends_to_those_who_listen()
    {
        await using var page = await RunningPage.StartAsync("docs/sending.md#without-handlers");
        await using var client = await page.ConnectAsync("name=ann");
        Assert.Equal((200, "1"), await page.PostAsync("/notify/ann?text=hello"));
        await client.ExpectTextAsync("""{"text":"hello"}""");
        await client.SendJsonAsync(new { any = "thing" });
        await client.ExpectErrorAsync("not available");
    }
}
