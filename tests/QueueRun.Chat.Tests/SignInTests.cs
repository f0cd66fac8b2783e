using System.Net;
using Microsoft.AspNetCore.DataProtection;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>Two ways to sign in: a cookie for the browser, and a token for a tab.</summary>
public sealed class SignInTests(Chromium chromium) : ChatTests(chromium)
{
    private const string NotValid = "This link or sign-in has expired, or was never valid.";

    [Fact]
    public async Task A_cookie_keeps_a_browser_signed_in_with_all_its_tabs()
    {
        var ada = await SignedInAsync("Ada", stay: true);
        Assert.Equal("", await ada.Page.EvaluateAsync<string>("document.cookie"));      // no script can read it
        Assert.Null(await ada.Page.EvaluateAsync<string?>("sessionStorage.getItem('token')"));

        var tab = await OpenTabAsync(ada);
        await Expect(tab.Devices).ToHaveTextAsync("2 devices");
        await Expect(tab.Page.Locator("#me")).ToContainTextAsync("Ada");

        await tab.SignOutAsync("Sign out here");
        await Expect(tab.Page.Locator("#door")).ToBeVisibleAsync();
        await Expect(ada.Why).ToHaveTextAsync("You signed out in another tab.");
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator("#door")).ToBeVisibleAsync();
        Assert.Empty(await ada.Page.Context.CookiesAsync());
    }

    [Fact]
    public async Task A_token_signs_one_tab_in_whoever_the_browser_is()
    {
        var grace = await SignedInAsync("Grace");
        var ada = await OpenTabAsync(grace);
        await Expect(ada.Page.Locator("#door")).ToBeVisibleAsync();     // the token belongs to another tab
        await ada.SignInAsync("Ada", stay: true);
        await ada.IsInAsync();

        await grace.Page.ReloadAsync();
        await Expect(grace.Page.Locator("#me")).ToContainTextAsync("Grace");
        await Expect(grace.Devices).ToHaveTextAsync("1 device");
    }

    [Fact]
    public async Task A_link_signs_another_device_in()
    {
        var ada = await SignedInAsync("Ada");
        var phone = await OpenLinkAsync(await ada.MakeLinkAsync());
        await Expect(phone.Devices).ToHaveTextAsync("2 devices");
        await Expect(ada.Devices).ToHaveTextAsync("2 devices");
        Assert.DoesNotContain("#", phone.Page.Url, StringComparison.Ordinal);           // it stands in no history and no bookmark

        // The link's token is valid for ten minutes; the phone now has its own.
        var token = await phone.Page.EvaluateAsync<string>("sessionStorage.getItem('token')");
        Assert.Equal("Ada", Protector().Unprotect(token, out var until).TrimStart());
        Assert.True(until > DateTimeOffset.UtcNow.AddDays(13));
    }

    [Fact]
    public async Task An_expired_or_forged_link_is_refused_and_the_page_says_so()
    {
        var ada = await SignedInAsync("Ada");
        var link = await ada.MakeLinkAsync();
        var expired = Protector().Protect(" Ada", DateTimeOffset.UtcNow.AddSeconds(-1));
        foreach (var wrong in new[] { $"{Chat.Address}#{expired}", $"{Chat.Address}#Ada", link[..^1] + (link[^1] == 'A' ? 'B' : 'A') + "AAA" })
        {
            var stranger = await OpenLinkAsync(wrong);
            await Expect(stranger.Why).ToHaveTextAsync(NotValid);
            await Expect(stranger.Page.Locator("#door")).ToBeVisibleAsync();
            await stranger.Page.ReloadAsync();
            await Expect(stranger.Page.Locator("#door")).ToBeVisibleAsync();            // it is forgotten
            Assert.Equal(1, stranger.Connections);
            await stranger.CloseAsync();
        }
        await Expect(ada.Devices).ToHaveTextAsync("1 device");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_so()
    {
        using var nobody = await ChatSocket.ConnectAsync(Chat);
        await nobody.SendAsync(new { action = "open" });
        Assert.Equal((4001, "You are not signed in any more."), await nobody.CloseAsync());

        var cookies = new CookieContainer();
        cookies.Add(new Cookie("chat", "CfDJ8OYTqswLuP5IkRTnReerAhSlL2l3", "/", Chat.Address.Host));
        using var forged = await ChatSocket.ConnectAsync(Chat, cookies);
        await forged.SendAsync(new { action = "open" });
        Assert.Equal((4001, "You are not signed in any more."), await forged.CloseAsync());
    }

    /// <summary>The program's protection of its tokens, which exists after its first token.</summary>
    private ITimeLimitedDataProtector Protector() => DataProtectionProvider
        .Create(new DirectoryInfo(Path.Combine(Chat.Data, "keys")), builder => builder.SetApplicationName("Chat"))
        .CreateProtector("Chat.SignIn").ToTimeLimitedDataProtector();
}
