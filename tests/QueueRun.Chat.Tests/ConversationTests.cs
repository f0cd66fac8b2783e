using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed partial class ConversationTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task Two_people_talk()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");

        await ada.SayAsync("Is <b>anybody</b> here?");
        await Expect(grace.Messages).ToHaveTextAsync(["Is <b>anybody</b> here?"]);
        await Expect(grace.Page.Locator("#messages .said .name")).ToHaveTextAsync(["Ada"]);
        await Expect(grace.OwnMessages).ToHaveCountAsync(0);

        await grace.SayAsync("I am.");
        await Expect(ada.Messages).ToHaveTextAsync(["Is <b>anybody</b> here?", "I am."]);
    }

    [Fact]
    public async Task Only_members_hear_and_who_enters_later_sees_what_was_said()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Kitchen");
        await grace.EnterAsync("Lobby");

        await ada.SayAsync("The coffee is ready.");
        await grace.SayAsync("Nobody here.");
        await Expect(grace.Messages).ToHaveTextAsync(["Nobody here."]);

        // A person who enters later sees the earlier messages.
        await grace.OtherRooms.GetByText("Kitchen").ClickAsync();
        await Expect(grace.Messages).ToHaveTextAsync(["The coffee is ready."]);
        await grace.YourRooms.GetByText("Lobby").ClickAsync();

        await ada.SayAsync("One");
        await ada.SayAsync("Two");
        await Expect(grace.Page.Locator("#mine .room", new() { HasText = "Kitchen" }).Locator(".badge")).ToHaveTextAsync("2");
        await Expect(grace.Page).ToHaveTitleAsync("(2) Lobby · Chat");
        await grace.YourRooms.GetByText("Kitchen").ClickAsync();
        await Expect(grace.Messages).ToHaveTextAsync(["The coffee is ready.", "One", "Two"]);
        await Expect(grace.Page).ToHaveTitleAsync("Kitchen · Chat");
    }

    [Fact]
    public async Task Who_is_here_is_live()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        var phone = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await Expect(ada.Page.Locator("#subtitle")).ToHaveTextAsync("1 here");

        await grace.EnterAsync("Lobby");
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online");
        await Expect(ada.Page.Locator("#subtitle")).ToHaveTextAsync("2 here");

        await grace.CloseAsync();
        await phone.YourRooms.GetByText("Lobby").ClickAsync();
        await phone.SayAsync("Still here on my phone.");
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online");

        await phone.CloseAsync();
        await Expect(ada.Person("Grace")).ToHaveClassAsync("away");
        await Expect(ada.Page.Locator("#subtitle")).ToHaveTextAsync("1 here, 1 away");

        // Reconnecting is enough, because members stay members.
        grace = await SignedInAsync("Grace");
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online");
        await Expect(grace.YourRooms).ToHaveTextAsync(["Lobby"]);
    }

    [Fact]
    public async Task A_reader_who_went_up_stays_there_and_is_told_what_is_new()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");
        for (var i = 1; i <= 12; i++)
            await ada.SayAsync($"Line {i}\nof a message\nthat takes\nspace");
        await Expect(grace.Messages).ToHaveCountAsync(12);
        await Expect(grace.Messages.Last).ToBeInViewportAsync();

        await grace.Page.Locator("#log").HoverAsync();
        await grace.Page.Mouse.WheelAsync(0, -5000);
        await Expect(grace.Messages.First).ToBeInViewportAsync();
        await ada.SayAsync("New");
        var newer = grace.Page.Locator("#newer");
        await Expect(newer).ToHaveTextAsync("1 new message");
        await Expect(grace.Messages.First).ToBeInViewportAsync();

        await newer.ClickAsync();
        await Expect(grace.Messages.Last).ToBeInViewportAsync();
        await Expect(newer).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_phone_shows_the_rooms_in_a_drawer_and_nothing_is_wider_than_the_screen()
    {
        var long40 = new string('W', 40);
        var phone = await SignedInAsync(long40, width: 390, height: 844);
        var rooms = phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { NameRegex = RoomsButton() });
        await Expect(phone.Page.Locator("#rooms")).ToBeHiddenAsync();

        await rooms.PressAsync("Enter");
        await phone.Page.GetByLabel("Start a room").FillAsync(new string('M', 40));
        await phone.Page.GetByLabel("Start a room").PressAsync("Enter");
        await Expect(phone.Title).ToHaveTextAsync(new string('M', 40));
        await Expect(phone.Page.Locator("#rooms")).ToBeHiddenAsync();
        await phone.SayAsync(new string('x', 1000));
        Assert.Equal(390, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.getElementById('log').scrollWidth - document.getElementById('log').clientWidth"));

        await rooms.PressAsync("Enter");
        await Expect(phone.Page.Locator("#rooms")).ToBeVisibleAsync();
        await phone.Page.Keyboard.PressAsync("Escape");
        await Expect(phone.Page.Locator("#rooms")).ToBeHiddenAsync();
        await Expect(rooms).ToBeFocusedAsync();
    }

    [GeneratedRegex("^Rooms")]
    private static partial Regex RoomsButton();
}
