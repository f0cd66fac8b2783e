namespace QueueRun.Chat.Tests;

/// <summary>A Chat of its own for each test, and the devices that were opened on it.</summary>
public abstract class ChatTests(Chromium chromium) : IAsyncLifetime
{
    private readonly List<ChatPage> _pages = [];

    internal ChatProgram Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Chat = await ChatProgram.StartAsync();

    internal async Task<ChatPage> OpenAsync(int width = 1280, int height = 800)
    {
        return await OpenAsync(await chromium.NewDeviceAsync(width, height), Chat.Address.ToString());
    }

    /// <summary>A device of its own, on which a link is opened.</summary>
    internal async Task<ChatPage> OpenLinkAsync(string link) => await OpenAsync(await chromium.NewDeviceAsync(), link);

    /// <summary>One more tab of the same browser.</summary>
    internal async Task<ChatPage> OpenTabAsync(ChatPage other) => await OpenAsync(await other.Page.Context.NewPageAsync(), Chat.Address.ToString());

    /// <summary>A device whose clock stands still.</summary>
    internal async Task<ChatPage> OpenWithClockAsync() => await OpenAsync(await chromium.NewDeviceAsync(), Chat.Address.ToString(), clock: true);

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
