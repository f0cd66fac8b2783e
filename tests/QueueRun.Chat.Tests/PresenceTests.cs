using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>Who is here, who types, and what a page shows of it when it cannot know.</summary>
public sealed class PresenceTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task Who_types_is_shown_to_the_others_in_the_room_until_it_is_said()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");

        await grace.Field.PressSequentiallyAsync("Hello");
        await Expect(ada.Typing).ToHaveTextAsync("Grace is typing…");
        await Expect(grace.Typing).ToBeEmptyAsync();
        await grace.Field.PressAsync("Enter");
        await Expect(ada.Messages).ToHaveTextAsync(["Hello"]);
        await Expect(ada.Typing).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Typing_that_goes_no_further_is_over_after_a_while()
    {
        var ada = await OpenWithClockAsync();
        await ada.SignInAsync("Ada");
        await ada.EnterAsync("Lobby");
        using var grace = await OpenedAsync("Grace");
        await grace.SendAsync(new { action = "enter", room = "Lobby" });
        await grace.SendAsync(new { action = "typing", room = "Lobby" });
        await Expect(ada.Typing).ToHaveTextAsync("Grace is typing…");
        await ada.Page.Clock.RunForAsync(6000);
        await Expect(ada.Typing).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Typing_is_told_to_every_device_in_the_room_but_the_one_it_comes_from()
    {
        using var desk = await OpenedAsync("Ada");
        using var phone = await OpenedAsync("Ada");
        using var grace = await OpenedAsync("Grace");
        foreach (var device in new[] { desk, grace })
        {
            await device.DoAsync(new { action = "enter", room = "Lobby" });
        }

        Assert.DoesNotContain(await desk.DoAllAsync(new { action = "typing", room = "lobby" }), message => NameOf(message) == "typing");
        foreach (var other in new[] { phone, grace })
        {
            var typing = await other.ReceiveAsync("typing");
            Assert.Equal(("Lobby", "Ada"), (typing.GetProperty("room").GetString(), typing.GetProperty("who").GetString()));
        }

        await desk.SendAsync(new { action = "typing", room = "Kitchen" });
        Assert.Equal("You are not in Kitchen. Enter it first.", await desk.ErrorAsync());
    }

    [Fact]
    public async Task In_front_of_the_rooms_everybody_is_shown_who_is_here_and_where()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await Expect(ada.Person("Ada")).ToContainTextAsync("you");
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online");
        await grace.EnterAsync("Kitchen");
        await Expect(ada.Person("Grace")).ToContainTextAsync("Kitchen");
        await Expect(ada.Page.Locator("#others .room", new() { HasText = "Kitchen" })).ToContainTextAsync("1 here");
        await grace.CloseAsync();
        await Expect(ada.Person("Grace")).ToHaveCountAsync(0);
        await Expect(ada.Page.Locator("#others .room", new() { HasText = "Kitchen" })).ToContainTextAsync("1 away");
    }

    [Fact]
    public async Task A_room_that_people_made_goes_with_the_last_of_them()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.Page.GetByLabel("Start a room").FillAsync("Attic");
        await ada.Page.GetByLabel("Start a room").PressAsync("Enter");
        await Expect(grace.OtherRooms).ToHaveTextAsync(["Lobby", "Kitchen", "Workshop", "Attic"]);
        await grace.EnterAsync("Attic");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(grace.Page.Locator("#subtitle")).ToHaveTextAsync("1 here");
        await Expect(ada.OtherRooms).ToHaveTextAsync(["Lobby", "Kitchen", "Workshop", "Attic"]);
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(ada.OtherRooms).ToHaveTextAsync(["Lobby", "Kitchen", "Workshop"]);
    }

    [Fact]
    public async Task A_page_without_a_connection_says_of_nobody_that_they_are_here_or_away()
    {
        var ada = await OpenWithClockAsync();      // it comes back when it is told to
        await ada.SignInAsync("Ada");
        await ada.EnterAsync("Lobby");
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online");
        await Expect(ada.Devices).ToHaveTextAsync("1 device");
        var title = ada.Page.Locator("#people-title");
        await Expect(title).ToHaveTextAsync("Who is here");

        await Chat.KillAsync();
        await Expect(ada.Person("Grace")).ToHaveClassAsync("unknown");
        await Expect(ada.Person("Ada")).ToContainTextAsync("you, not connected");
        await Expect(ada.Devices).ToHaveTextAsync("not connected");
        await Expect(title).ToHaveTextAsync("Members");
        await Expect(ada.Page.Locator("#subtitle")).ToHaveTextAsync("Not connected");
        await Expect(ada.Page.Locator("#mine .count")).ToHaveTextAsync("2 members");

        await Chat.StartAgainAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Now" }).ClickAsync();
        await Expect(ada.Person("Ada")).ToHaveClassAsync("online");
        await Expect(ada.Devices).ToHaveTextAsync("1 device");
        await Expect(title).ToHaveTextAsync("Who is here");
    }

    private async Task<ChatSocket> OpenedAsync(string name)
    {
        var socket = await ChatSocket.SignedInAsync(Chat, name);
        await socket.DoAsync(new { action = "open" });
        return socket;
    }

    private static string? NameOf(JsonElement message) => message.TryGetProperty("event", out var name) ? name.GetString() : null;
}
