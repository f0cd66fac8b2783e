namespace QueueRun.Clients;

/// <summary>The written client in a page.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task Everything_works_in_Chromium()
    {
        Browser.SkipUnlessInstalled();
        await using var server = await ClientServer.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.Chromium.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync($"{server.Control}/page.html");
        await page.WaitForFunctionAsync("() => window.play");
        foreach (var scenario in (string[])["tour", "network", "page"])
            Assert.Equal($"{scenario} is done", await page.EvaluateAsync<string>("([scenario, socket]) => play(scenario, socket)", new[] { scenario, server.Socket }));
        Assert.Empty(errors);
    }
}
