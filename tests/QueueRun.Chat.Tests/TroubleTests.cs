using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed partial class TroubleTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task Pages_come_back_by_themselves_when_the_server_was_killed_and_started_again()
    {
        // One of Ada's devices is signed in by a cookie, the other by a token.
        var desk = await SignedInAsync("Ada", stay: true);
        var phone = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await desk.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");
        await Expect(grace.Person("Ada")).ToContainTextAsync("2 devices");
        await desk.SayAsync("Before");
        await Expect(grace.Messages).ToHaveTextAsync(["Before"]);

        await Chat.KillAsync();
        await Expect(desk.Strip).ToContainTextAsync(ReconnectingIn());
        await desk.Field.FillAsync("While it was gone");
        await desk.Field.PressAsync("Enter");
        await Expect(desk.Unsent).ToHaveTextAsync(["While it was goneWaiting for the connection"]);
        await Expect(desk.Field).ToBeEmptyAsync();

        await Chat.StartAgainAsync();
        await Expect(desk.Strip).ToContainTextAsync("Connected again", new() { Timeout = 45_000 });
        await Expect(desk.YourRooms).ToHaveTextAsync(["Lobby"]);
        await Expect(desk.Person("Grace")).ToHaveClassAsync("online", new() { Timeout = 45_000 });
        await Expect(grace.Person("Ada")).ToContainTextAsync("2 devices", new() { Timeout = 45_000 });
        await Expect(phone.Devices).ToHaveTextAsync("2 devices");
        await Expect(phone.YourRooms).ToHaveTextAsync(["Lobby"]);

        // What was written meanwhile was sent when the room was entered again.
        await Expect(desk.Ticks).ToHaveCountAsync(2);
        await Expect(desk.OwnMessages).ToHaveTextAsync(["Before", "While it was gone"]);
        await desk.SayAsync("After");
        await Expect(grace.Messages.Last).ToHaveTextAsync("After");
        await Expect(desk.Strip).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_server_may_be_killed_at_any_moment()
    {
        var ada = await OpenWithClockAsync();      // another test checks how long the page waits
        await ada.SignInAsync("Ada");
        await ada.EnterAsync("Lobby");
        Func<Task>[] moments =
        [
            async () =>
            {
                await ada.Field.FillAsync("Hello?");
                await ada.Field.PressAsync("Enter");
            },
            ada.SendPictureAsync,
            () => ada.Page.EvaluateAsync("document.querySelector('#others .room').click()"),
            () => ada.Page.ReloadAsync(),
        ];
        foreach (var begin in moments)
        {
            await begin();
            await Chat.KillAsync();
            await Expect(ada.Strip).ToContainTextAsync(ReconnectingIn());
            await Chat.StartAgainAsync();
            await ada.Page.Clock.FastForwardAsync(30_000);
            await Expect(ada.Strip).ToContainTextAsync("Connected again");
            await Expect(ada.Devices).ToHaveTextAsync("1 device");
            await Expect(ada.Page.Locator(":is(.waiting, .sending)")).ToHaveCountAsync(0);
        }

        // A person need not wait: this clock stands still.
        await Chat.KillAsync();
        await Expect(ada.Strip).ToContainTextAsync(ReconnectingIn());
        await Chat.StartAgainAsync();
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Now" }).ClickAsync();
        await Expect(ada.Strip).ToContainTextAsync("Connected again");
    }

    [Fact]
    public async Task An_error_is_shown_and_what_was_typed_is_kept()
    {
        var ada = await OpenAsync();
        await ada.SignInAsync("  ");
        await Expect(ada.Page.Locator("#sign-in-error")).ToHaveTextAsync("Enter a name.");
        await ada.SignInAsync("!!!");
        await Expect(ada.Page.Locator("#sign-in-error")).ToHaveTextAsync("A name needs a letter or a digit.");
        await Expect(ada.Page.GetByLabel("Your name")).ToHaveValueAsync("!!!");
        await ada.SignInAsync("  Ada   Lovelace ");
        await ada.IsInAsync();
        await Expect(ada.Page.Locator("#me .name")).ToHaveTextAsync("Ada Lovelace");

        await ada.Page.GetByLabel("Start a room").PressAsync("Enter");
        await Expect(ada.Page.Locator("#room-error")).ToHaveTextAsync("Enter a room’s name.");
        await ada.Page.GetByLabel("Start a room").FillAsync("???");
        await ada.Page.GetByLabel("Start a room").PressAsync("Enter");
        await Expect(ada.Page.Locator("#room-error")).ToHaveTextAsync("A room's name needs a letter or a digit.");
        await Expect(ada.Page.GetByLabel("Start a room")).ToHaveValueAsync("???");

        await ada.EnterAsync("Lobby");
        await ada.Field.EvaluateAsync("field => field.removeAttribute('maxlength')");     // or the page would cut it
        var tooLong = new string('x', 1001);
        await ada.Field.FillAsync(tooLong);
        await ada.Field.PressAsync("Enter");
        await Expect(ada.Unsent.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("A message has at most 1000 characters. Not sent.");
        await ada.Unsent.GetByText("Edit").ClickAsync();
        await Expect(ada.Field).ToHaveValueAsync(tooLong);
        await Expect(ada.Unsent).ToHaveCountAsync(0);

        await ada.SayAsync("Shorter");
        await Expect(ada.Messages).ToHaveTextAsync(["Shorter"]);
    }

    [GeneratedRegex(@"Reconnecting( in \d+ s)?…")]
    private static partial Regex ReconnectingIn();
}
