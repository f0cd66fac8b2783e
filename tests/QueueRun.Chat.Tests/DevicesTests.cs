using System.Net;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed class DevicesTests(Chromium chromium) : ChatTests(chromium)
{
    private const string SignedOut = "You signed out on all devices.";

    [Fact]
    public async Task One_person_on_three_devices()
    {
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");

        // A browser that stays signed in, a tab, and a phone that opened a link.
        var desk = await SignedInAsync("Ada", stay: true);
        await desk.EnterAsync("Lobby");
        await Expect(grace.Person("Ada")).ToHaveTextAsync("AAda");
        await Expect(desk.Devices).ToHaveTextAsync("1 device");
        var laptop = await SignedInAsync("Ada");
        await Expect(grace.Person("Ada")).ToContainTextAsync("2 devices");
        var phone = await OpenLinkAsync(await laptop.MakeLinkAsync());
        await Expect(grace.Person("Ada")).ToContainTextAsync("3 devices");
        await Expect(grace.Page.Locator("#subtitle")).ToHaveTextAsync("2 here");
        ChatPage[] ada = [desk, laptop, phone];
        foreach (var device in ada)
            await Expect(device.Devices).ToHaveTextAsync("3 devices");

        // A message of one device appears on all others, and a picture reaches everybody in the room.
        foreach (var device in ada[1..])
        {
            await Expect(device.YourRooms).ToHaveTextAsync(["Lobby"]);
            await device.YourRooms.GetByText("Lobby").ClickAsync();
        }
        await phone.SayAsync("From my phone");
        foreach (var device in ada)
            await Expect(device.OwnMessages).ToHaveTextAsync(["From my phone"]);
        await phone.SendPictureAsync();
        foreach (var page in ada.Append(grace))
        {
            await page.SeesPictureAsync();
            Assert.False(await page.Notice.IsVisibleAsync());
        }
        await Expect(grace.Pictures).ToHaveAttributeAsync("alt", "Picture from Ada");
        await desk.OtherRooms.GetByText("Kitchen").ClickAsync();
        await Expect(laptop.YourRooms).ToHaveTextAsync(["Lobby", "Kitchen"]);
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(laptop.YourRooms).ToHaveTextAsync(["Kitchen"]);
        await Expect(laptop.Title).ToHaveTextAsync("Rooms");
        await laptop.EnterAsync("Lobby");

        // After signing out everywhere, all devices are told, none reconnects, and their cookies and tokens are no longer valid.
        var cookies = new CookieContainer();
        foreach (var cookie in await desk.Page.Context.CookiesAsync())
            cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        Assert.Equal(1, cookies.Count);
        var token = await laptop.Page.EvaluateAsync<string>("sessionStorage.getItem('token')");
        var connections = ada.Select(device => device.Connections).ToArray();
        foreach (var device in ada)
            await device.StopClockAsync();

        await laptop.SignOutAsync("Sign out everywhere");
        foreach (var device in ada)
        {
            await Expect(device.Why).ToHaveTextAsync(SignedOut);
            await Expect(device.Page.Locator("#door")).ToBeVisibleAsync();
        }
        await Expect(grace.Person("Ada")).ToContainTextAsync("away");
        foreach (var device in ada)
            await device.Page.Clock.RunForAsync(120_000);
        Assert.Equal(connections, ada.Select(device => device.Connections));
        await Expect(grace.Person("Ada")).ToContainTextAsync("away");

        using var byCookie = await ChatSocket.ConnectAsync(Chat, cookies);
        await byCookie.SendAsync(new { action = "open" });
        Assert.Equal(4001, (await byCookie.CloseAsync()).Code);
        using var byToken = await ChatSocket.ConnectAsync(Chat);
        await byToken.SendAsync(new { token });
        Assert.Equal(4001, (await byToken.CloseAsync()).Code);

        // The same after a restart; signing in again works.
        await Chat.KillAsync();
        await Chat.StartAgainAsync();
        using var later = await ChatSocket.ConnectAsync(Chat);
        await later.SendAsync(new { token });
        Assert.Equal(4001, (await later.CloseAsync()).Code);
        await desk.SignInAsync("Ada");
        await desk.IsInAsync();
    }

    [Fact]
    public async Task The_number_of_devices_follows_each_that_comes_and_goes()
    {
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");
        using var first = await AdaAsync();
        await first.DoAsync(new { action = "enter", room = "Lobby" });
        await Expect(grace.Person("Ada")).ToHaveTextAsync("AAda");

        var second = await AdaAsync();
        var third = await AdaAsync();
        await Expect(grace.Person("Ada")).ToContainTextAsync("3 devices");

        // Asking twice does not create a second device.
        await first.DoAsync(new { action = "open" });
        await Expect(grace.Person("Ada")).ToContainTextAsync("3 devices");

        third.Dispose();        // vanishes, without a closing handshake
        await Expect(grace.Person("Ada")).ToContainTextAsync("2 devices");
        second.Dispose();
        await Expect(grace.Person("Ada")).ToHaveTextAsync("AAda");

        async Task<ChatSocket> AdaAsync()
        {
            var socket = await ChatSocket.SignedInAsync(Chat, "Ada");
            await socket.DoAsync(new { action = "open" });
            return socket;
        }
    }
}
