using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>One device with the open page: a person's actions there, and the visible contents.</summary>
internal sealed class ChatPage
{
    private readonly List<string> _errors = [];

    private ChatPage(IPage page)
    {
        Page = page;
        page.WebSocket += Connecting;
        page.PageError += Failed;
        page.Console += Logged;
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Whether the test has changed the device so that no other test can use it.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The number of attempts to connect.</summary>
    public int Connections { get; private set; }

    public ILocator Strip => Page.Locator("#strip");
    public ILocator Why => Page.Locator("#why");
    public ILocator Devices => Page.Locator("#me small");
    public ILocator Pictures => Page.Locator("#messages .said:not(.unsent) img");
    public ILocator SummaryBar => Page.GetByRole(AriaRole.Progressbar, new() { Name = "Summarising…" });
    public ILocator Summary => Page.GetByRole(AriaRole.Region, new() { Name = "Summary" });
    public ILocator Notice => Page.Locator("#notice");
    public ILocator Typing => Page.Locator("#typing");
    public ILocator Field => Page.GetByLabel("Message", new() { Exact = true });
    public ILocator Title => Page.Locator("#title");
    public ILocator Messages => Page.Locator("#messages .text");
    public ILocator OwnMessages => Page.Locator("#messages .mine:not(.unsent) .text");
    public ILocator Unsent => Page.Locator("#messages .unsent");
    public ILocator Ticks => Page.GetByRole(AriaRole.Img, new() { Name = "Sent" });
    public ILocator Search => Page.GetByLabel("Search what was said");
    public ILocator Found => Page.Locator("#found-status");
    public ILocator Hits => Page.Locator("#hits .hit");
    public ILocator YourRooms => Page.Locator("#mine .room .name");
    public ILocator OtherRooms => Page.Locator("#others .room .name");

    /// <param name="page">The browser's page, still empty.</param>
    /// <param name="address">The address to open: the sample's, or a link.</param>
    /// <param name="clock">Whether the page's clock stands still until the test moves it.</param>
    public static async Task<ChatPage> OpenAsync(IPage page, string address, bool clock = false)
    {
        var chat = new ChatPage(page);
        if (clock)
            await chat.StopClockAsync();
        await page.GotoAsync(address);
        return chat;
    }

    public async Task SignInAsync(string name, bool stay = false)
    {
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByLabel("Stay signed in").SetCheckedAsync(stay);
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

    public Task SummariseAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Summarise" }).ClickAsync();

    /// <summary>A link that signs another device in as the same person.</summary>
    public async Task<string> MakeLinkAsync()
    {
        await Page.Locator("#me").ClickAsync();
        await Page.GetByText("Make a link").ClickAsync();
        await Expect(Page.Locator("#link")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("#"));
        var link = await Page.Locator("#link").InputValueAsync();
        await Page.Locator("#close-account").ClickAsync();
        return link;
    }

    public async Task SignOutAsync(string how)
    {
        await Page.Locator("#me").ClickAsync();
        await Page.GetByText(how).ClickAsync();
    }

    /// <summary>Chooses a picture that must be reduced before it is sent.</summary>
    public async Task SendPictureAsync()
    {
        var picture = await Page.EvaluateAsync<string>("""
            async () => {
              const canvas = new OffscreenCanvas(1800, 1200), context = canvas.getContext('2d');
              for (let i = 0; i < 3000; i++) {
                context.fillStyle = `hsl(${i * 77 % 360} 60% 50%)`;
                context.fillRect(i * 7919 % 1800, i * 104729 % 1200, 50, 50);
              }
              const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
              let text = '';
              for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
              return btoa(text);
            }
            """);
        var bytes = Convert.FromBase64String(picture);
        Assert.InRange(bytes.Length, 100_000, 2_000_000);
        await Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "camera.jpg", MimeType = "image/jpeg", Buffer = bytes });
    }

    /// <summary>Waits for a complete picture.</summary>
    public async Task SeesPictureAsync(int index = 0)
    {
        await Expect(Pictures.Nth(index)).ToHaveJSPropertyAsync("complete", true);
        await Page.WaitForFunctionAsync("i => document.querySelectorAll('#messages .said:not(.unsent) img')[i]?.naturalWidth > 0", index);
    }

    /// <summary>A person in the list of members.</summary>
    public ILocator Person(string name) => Page.Locator("#members li", new() { HasText = name });

    public async Task StopClockAsync()
    {
        IsChanged = true;
        await Page.Clock.InstallAsync();
        await Page.Clock.PauseAtAsync(DateTime.UtcNow.AddMinutes(1));
    }

    public Task CloseAsync() => Page.Context.CloseAsync();

    /// <summary>Removes all traces, so that another test can use the device; false if that fails.</summary>
    public async Task<bool> LeaveAsync()
    {
        if (Page.IsClosed || IsChanged || Page.Context.Pages.Count > 1)
            return false;
        Page.WebSocket -= Connecting;
        Page.PageError -= Failed;
        Page.Console -= Logged;
        await Page.GotoAsync(new Uri(new Uri(Page.Url), "chat.css").ToString());      // the same origin, whose storage can be cleared here
        await Page.EvaluateAsync("sessionStorage.clear(), localStorage.clear()");
        await Page.Context.ClearCookiesAsync();
        return true;
    }

    private void Connecting(object? sender, IWebSocket socket) => Connections++;

    private void Failed(object? sender, string error) => _errors.Add(error);

    private void Logged(object? sender, IConsoleMessage line)
    {
        // A lost server and a refused request are logged by the browser itself; any other entry is our mistake.
        if (line.Type == "error"
            && !line.Text.Contains("WebSocket connection", StringComparison.Ordinal)
            && !line.Text.Contains("status of 400", StringComparison.Ordinal))
            _errors.Add(line.Text);
    }
}
