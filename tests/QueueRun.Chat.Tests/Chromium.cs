using Microsoft.Playwright;
using QueueRun.Chat.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]
// One browser and one Chat at a time is what a small machine answers within the time limits of an expectation.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace QueueRun.Chat.Tests;

/// <summary>The browser that all tests of the page share.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly Stack<IPage> _idle = [];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        Assertions.SetDefaultExpectTimeout((float)TimeSpan.FromSeconds(20).TotalMilliseconds);      // it only decides how fast a failure is told
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A device of its own: nothing is shared with the other pages.</summary>
    internal async Task<IPage> NewDeviceAsync(int width = 1280, int height = 800)
    {
        Assert.SkipUnless(_browser is not null, "Needs Chromium, which this command brings: apt-get install -y chromium");
        if (_idle.TryPop(out var page))
        {
            await page.SetViewportSizeAsync(width, height);
            return page;
        }
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
        });
        return await context.NewPageAsync();
    }

    /// <summary>Takes back a device on which nothing was left: a process of its own is what costs most of a test's time.</summary>
    internal void TakeBack(IPage page) => _idle.Push(page);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
