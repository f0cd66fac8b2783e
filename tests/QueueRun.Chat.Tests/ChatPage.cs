using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>One device with the page open: what a person does there, and what there is to see.</summary>
internal sealed class ChatPage
{
    private readonly List<string> _errors = [];

    private ChatPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, line) =>
        {
            // A lost server is in the console by the browser's own doing; all else there is a fault of ours.
            if (line.Type == "error" && !line.Text.Contains("WebSocket connection", StringComparison.Ordinal))
                _errors.Add(line.Text);
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Errors => _errors;

    public ILocator Strip => Page.Locator("#strip");
    public ILocator Notice => Page.Locator("#notice");
    public ILocator Field => Page.GetByLabel("Message", new() { Exact = true });
    public ILocator Title => Page.Locator("#title");
    public ILocator Messages => Page.Locator("#messages .text");
    public ILocator OwnMessages => Page.Locator("#messages .mine:not(.waiting) .text");
    public ILocator YourRooms => Page.Locator("#mine .room .name");
    public ILocator OtherRooms => Page.Locator("#others .room .name");

    public static async Task<ChatPage> OpenAsync(Chromium chromium, ChatProgram chat, int width = 1280, int height = 800)
    {
        var page = new ChatPage(await chromium.NewDeviceAsync(width, height));
        await page.Page.GotoAsync(chat.Address.ToString());
        return page;
    }

    public async Task SignInAsync(string name)
    {
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByLabel("Your name").PressAsync("Enter");
    }

    public Task IsInAsync() => Expect(Page.Locator("#chat")).ToBeVisibleAsync();

    public async Task EnterAsync(string room)
    {
        await Page.Locator(".card", new() { HasText = room }).ClickAsync();
        await Expect(Title).ToHaveTextAsync(room);
    }

    public async Task SayAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
        await Expect(OwnMessages.Last).ToHaveTextAsync(text);
    }

    /// <summary>A person in the list of who is here.</summary>
    public ILocator Person(string name) => Page.Locator("#members li", new() { HasText = name });

    public Task CloseAsync() => Page.Context.CloseAsync();
}
