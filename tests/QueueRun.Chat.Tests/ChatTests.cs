namespace QueueRun.Chat.Tests;

/// <summary>A Chat program for each test, and its open devices.</summary>
/// <param name="chromium">The browser.</param>
/// <param name="options">For the program's command line.</param>
public abstract class ChatTests(Chromium chromium, params string[] options) : IAsyncLifetime
{
    private readonly List<ChatPage> _pages = [];

    internal ChatProgram Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Chat = await ChatProgram.StartAsync(options);

    internal async Task<ChatPage> OpenAsync(int width = 1280, int height = 800)
    {
        return await OpenAsync(await chromium.NewDeviceAsync(width, height), Chat.Address.ToString());
    }

    /// <summary>Opens a link on a new device.</summary>
    internal async Task<ChatPage> OpenLinkAsync(string link) => await OpenAsync(await chromium.NewDeviceAsync(), link);

    /// <summary>Opens another tab of the same browser.</summary>
    internal async Task<ChatPage> OpenTabAsync(ChatPage other) => await OpenAsync(await other.Page.Context.NewPageAsync(), Chat.Address.ToString());

    /// <summary>A device whose clock stands still.</summary>
    internal async Task<ChatPage> OpenWithClockAsync() => await OpenAsync(await chromium.NewDeviceAsync(), Chat.Address.ToString(), clock: true);

    /// <summary>A device whose messages, both ways, go through the test.</summary>
    internal async Task<(ChatPage Page, ChatWire Wire)> SignedInOverWireAsync(string name)
    {
        var device = await chromium.NewDeviceAsync();
        var wire = await ChatWire.OfAsync(device);
        var page = await OpenAsync(device, Chat.Address.ToString());
        page.IsChanged = true;
        await page.SignInAsync(name);
        await page.IsInAsync();
        return (page, wire);
    }

    private async Task<ChatPage> OpenAsync(Microsoft.Playwright.IPage empty, string address, bool clock = false)
    {
        var page = await ChatPage.OpenAsync(empty, address, clock);
        _pages.Add(page);
        return page;
    }

    internal async Task<ChatPage> SignedInAsync(string name, bool stay = false, int width = 1280, int height = 800)
    {
        var page = await OpenAsync(width, height);
        await page.SignInAsync(name, stay);
        await page.IsInAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var page in _pages)
        {
            if (await page.LeaveAsync())
                chromium.TakeBack(page.Page);
            else
                await page.CloseAsync();
        }
        await Chat.DisposeAsync();
        Assert.Empty(_pages.SelectMany(page => page.Errors));
    }
}
