namespace QueueRun.Chat.Tests;

/// <summary>A Chat of its own for each test, and the devices that were opened on it.</summary>
public abstract class ChatTests(Chromium chromium) : IAsyncLifetime
{
    private readonly List<ChatPage> _pages = [];

    internal ChatProgram Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Chat = await ChatProgram.StartAsync();

    internal async Task<ChatPage> OpenAsync(int width = 1280, int height = 800)
    {
        var page = await ChatPage.OpenAsync(chromium, Chat, width, height);
        _pages.Add(page);
        return page;
    }

    internal async Task<ChatPage> SignedInAsync(string name, int width = 1280, int height = 800)
    {
        var page = await OpenAsync(width, height);
        await page.SignInAsync(name);
        await page.IsInAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var page in _pages)
            await page.CloseAsync();
        await Chat.DisposeAsync();
        Assert.Empty(_pages.SelectMany(page => page.Errors));
    }
}
