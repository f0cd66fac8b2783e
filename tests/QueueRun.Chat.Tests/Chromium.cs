using Microsoft.Playwright;
using QueueRun.Chat.Tests;
using QueueRun.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]
// A small machine can run one browser and one Chat at a time within the time limits of expectations.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace QueueRun.Chat.Tests;

/// <summary>The browser that all tests of the page share.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private Browser? _browser;
    private readonly Stack<IPage> _idle = [];

    public async ValueTask InitializeAsync()
    {
        if (!Browser.IsInstalled)
            return;
        // Decides only how soon a failure is reported.
        Assertions.SetDefaultExpectTimeout((float)TimeSpan.FromSeconds(20).TotalMilliseconds);
        _browser = await Browser.StartAsync();
    }

    /// <summary>A new device, which shares nothing with other pages.</summary>
    internal async Task<IPage> NewDeviceAsync(int width = 1280, int height = 800)
    {
        Browser.SkipUnlessInstalled();
        if (_idle.TryPop(out var page))
        {
            await page.SetViewportSizeAsync(width, height);
            return page;
        }
        var context = await _browser!.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
        });
        return await context.NewPageAsync();
    }

    /// <summary>Takes back a clean device: a new process would be most of a test's time.</summary>
    internal void TakeBack(IPage page) => _idle.Push(page);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }
}
