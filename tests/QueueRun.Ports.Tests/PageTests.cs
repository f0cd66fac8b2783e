using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Ports.Tests;

/// <summary>The two pages, in a real browser.</summary>
public sealed class PageTests(BuiltPorts host) : IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private ServerProcess _server = null!;
    private Browser? _browser;

    public async ValueTask InitializeAsync()
    {
        Browser.SkipUnlessInstalled();
        SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        _server = await host.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is null) return;
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Visitors_draw_together_and_clear()
    {
        var (ann, bob) = (await OpenAsync("whiteboard.html"), await OpenAsync("whiteboard.html"));
        await DrawAsync(ann, 0.25);
        await ExpectInkAsync(ann, 0.25, isThere: true);
        await ExpectInkAsync(bob, 0.25, isThere: true);
        await DrawAsync(bob, 0.75);
        await ExpectInkAsync(ann, 0.75, isThere: true);

        var late = await OpenAsync("whiteboard.html");
        await ExpectInkAsync(late, 0.25, isThere: true);
        await ExpectInkAsync(late, 0.75, isThere: true);

        // Another board, of which everybody hears.
        await late.GetByLabel("Another board").FillAsync("A & B");
        await late.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await ExpectInkAsync(late, 0.25, isThere: false);
        await ann.GetByRole(AriaRole.Link, new() { Name = "A & B" }).ClickAsync();
        await ExpectInkAsync(ann, 0.25, isThere: false);
        await DrawAsync(ann, 0.5);
        await ExpectInkAsync(late, 0.5, isThere: true);

        await bob.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await ExpectInkAsync(bob, 0.25, isThere: false);
        await ExpectInkAsync(bob, 0.75, isThere: false);
        await ExpectInkAsync(late, 0.5, isThere: true);
    }

    [Fact]
    public async Task Visitors_open_and_close_the_market_and_stop_watching()
    {
        var ann = await OpenAsync("ticker.html");
        await Expect(ann.GetByRole(AriaRole.Status)).ToHaveTextAsync("The market is closed");
        await Expect(ann.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(["ACME", "GLOBE", "HOOLI"]);
        await ann.GetByRole(AriaRole.Button, new() { Name = "Open the market" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Status)).ToHaveTextAsync("The market is open");
        await Expect(ann.GetByRole(AriaRole.Row, new() { Name = "ACME" })).Not.ToContainTextAsync(" 0.00 %");

        var late = await OpenAsync("ticker.html");
        await Expect(late.GetByRole(AriaRole.Status)).ToHaveTextAsync("The market is open");
        await late.GetByRole(AriaRole.Button, new() { Name = "Close the market" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Status)).ToHaveTextAsync("The market is closed");

        await ann.GetByRole(AriaRole.Button, new() { Name = "Stop watching" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Status)).ToHaveTextAsync("Not watching");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Watch" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Status)).ToHaveTextAsync("The market is closed");
    }

    /// <summary>Opens a page by the list of pages, and waits until it is connected.</summary>
    private async Task<IPage> OpenAsync(string name)
    {
        var page = await _browser!.Chromium.NewPageAsync(new() { ViewportSize = new() { Width = 1000, Height = 900 } });
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type == "error") _errors.Add(said.Text);
        };
        await page.GotoAsync(_server.Address.ToString());
        await page.Locator($"a[href='{name}']").ClickAsync();
        await Expect(page.Locator("#boards a, #stocks tr").First).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Draws a short line, at a place from left (0) to right (1).</summary>
    private static async Task DrawAsync(IPage page, double at)
    {
        var box = (await page.Locator("canvas").BoundingBoxAsync())!;
        var (x, y) = (box.X + (float)(box.Width * at), box.Y + box.Height / 2);
        await page.Mouse.MoveAsync(x - 20, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + 20, y, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private static async Task ExpectInkAsync(IPage page, double at, bool isThere)
        => await page.WaitForFunctionAsync("""
            ([at, isThere]) => {
                const canvas = document.querySelector("canvas");
                return (canvas.getContext("2d").getImageData(at * canvas.width, canvas.height / 2, 1, 1).data[3] > 0) === isThere;
            }
            """, new object[] { at, isThere });
}
