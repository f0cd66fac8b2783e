using Microsoft.Playwright;

namespace QueueRun.Tests;

/// <summary>A real browser, without a window: Chromium, as installed by Debian.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;

    private Browser(IPlaywright playwright, IBrowser chromium) => (_playwright, Chromium) = (playwright, chromium);

    /// <summary>Whether this machine has the browser.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>The browser.</summary>
    public IBrowser Chromium { get; }

    /// <summary>Skips the test on a machine without the browser.</summary>
    public static void SkipUnlessInstalled() => Assert.SkipUnless(IsInstalled, "Needs Chromium, which this command brings: apt-get install -y chromium");

    /// <summary>Starts it. It uses the network only for its pages.</summary>
    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright.Dispose();
    }
}
