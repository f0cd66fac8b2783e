using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed partial class TroubleTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task The_page_comes_back_by_itself_when_the_server_was_killed_and_started_again()
    {
        var ada = await SignedInAsync("Ada");
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");
        await ada.SayAsync("Before");

        await Chat.KillAsync();
        await Expect(ada.Strip).ToContainTextAsync(ReconnectingIn());
        await ada.Field.FillAsync("While it was gone");
        await ada.Field.PressAsync("Enter");
        await Expect(ada.Notice).ToContainTextAsync("Not sent");
        await Expect(ada.Field).ToHaveValueAsync("While it was gone");

        await Chat.StartAgainAsync();
        await Expect(ada.Strip).ToContainTextAsync("Connected again", new() { Timeout = 45_000 });
        await Expect(ada.Notice).ToBeEmptyAsync();
        await Expect(ada.YourRooms).ToHaveTextAsync(["Lobby"]);
        await Expect(ada.Person("Grace")).ToHaveClassAsync("online", new() { Timeout = 45_000 });

        await ada.Field.PressAsync("Enter");
        await Expect(ada.Messages).ToHaveTextAsync(["Before", "While it was gone"]);
        await Expect(grace.Messages).ToHaveTextAsync(["Before", "While it was gone"]);
        await Expect(ada.Strip).ToBeHiddenAsync(new() { Timeout = 10_000 });
    }

    [Fact]
    public async Task Now_does_not_wait()
    {
        var ada = await SignedInAsync("Ada");
        await Chat.KillAsync();
        // After some attempts the next one is far enough away.
        await Expect(ada.Strip).ToContainTextAsync(FarAway(), new() { Timeout = 30_000 });

        await Chat.StartAgainAsync();
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Now" }).ClickAsync();
        await Expect(ada.Strip).ToContainTextAsync("Connected again");
    }

    [Fact]
    public async Task A_name_that_is_refused_is_said_at_the_door()
    {
        var page = await OpenAsync();
        await page.SignInAsync("!!!");
        await Expect(page.Page.Locator("#sign-in-error")).ToHaveTextAsync("A name needs a letter or a digit.");

        await page.SignInAsync("  Ada   Lovelace ");
        await Expect(page.Page.Locator("#me")).ToContainTextAsync("Ada Lovelace");
    }

    [Fact]
    public async Task An_error_is_shown_and_what_was_typed_is_kept()
    {
        var ada = await SignedInAsync("Ada");
        await ada.Page.GetByLabel("Start a room").FillAsync("???");
        await ada.Page.GetByLabel("Start a room").PressAsync("Enter");
        await Expect(ada.Page.Locator("#room-error")).ToHaveTextAsync("A room's name needs a letter or a digit.");
        await Expect(ada.Page.GetByLabel("Start a room")).ToHaveValueAsync("???");

        await ada.EnterAsync("Lobby");
        await ada.Field.EvaluateAsync("field => field.removeAttribute('maxlength')");     // or the page would cut it
        var tooLong = new string('x', 1001);
        await ada.Field.FillAsync(tooLong);
        await ada.Field.PressAsync("Enter");
        await Expect(ada.Notice).ToHaveTextAsync("A message has at most 1000 characters.");
        await Expect(ada.Field).ToHaveValueAsync(tooLong);

        await ada.SayAsync("Shorter");
        await Expect(ada.Notice).ToBeEmptyAsync();
        await Expect(ada.Messages).ToHaveTextAsync(["Shorter"]);
    }

    [GeneratedRegex(@"Reconnecting( in \d+ s)?…")]
    private static partial Regex ReconnectingIn();

    [GeneratedRegex(@"in ([6-9]|\d\d) s")]
    private static partial Regex FarAway();
}
