using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>What becomes of a message: it is said when the answer comes, or the page says what went wrong, and offers it again.</summary>
public sealed class SentTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task A_message_has_its_tick_when_the_answer_comes_and_not_before()
    {
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");
        var (ada, wire) = await SignedInOverWireAsync("Ada");
        await ada.EnterAsync("Lobby");

        wire.Hold();
        await PostAsync(ada, "Hello");
        await ada.SendPictureAsync();
        await Expect(grace.Messages).ToHaveCountAsync(2);
        await grace.SayAsync("And to you");
        await Expect(ada.Messages).ToHaveTextAsync(["And to you", "Hello", ""]);
        await Expect(ada.Unsent).ToContainTextAsync(["Sending…", "Sending…"]);
        await Expect(ada.Ticks).ToHaveCountAsync(0);

        wire.Release();
        await Expect(ada.Ticks).ToHaveCountAsync(2);
        await Expect(ada.Unsent).ToHaveCountAsync(0);
        await Expect(ada.Messages).ToHaveTextAsync(["Hello", "", "And to you"]);      // in the order in which they were said
    }

    [Fact]
    public async Task A_refused_message_says_why_and_is_sent_again_when_one_tries_again()
    {
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");
        var (ada, wire) = await SignedInOverWireAsync("Ada");
        await ada.EnterAsync("Lobby");

        wire.RefuseNext("say");
        await PostAsync(ada, "One");
        await Expect(ada.Unsent.GetByRole(AriaRole.Alert)).ToContainTextAsync("internal error Not sent.");
        await ada.SayAsync("Two");
        await Expect(ada.Unsent).ToHaveCountAsync(1);
        await Expect(grace.Messages).ToHaveTextAsync(["Two"]);

        await ada.Unsent.GetByText("Try again").ClickAsync();
        await Expect(grace.Messages).ToHaveTextAsync(["Two", "One"]);
        await Expect(ada.OwnMessages).ToHaveTextAsync(["Two", "One"]);
        await Expect(ada.Ticks).ToHaveCountAsync(2);
        await Expect(ada.Unsent).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_says_that_it_may_have_arrived()
    {
        var (ada, wire) = await SignedInOverWireAsync("Ada");
        await ada.EnterAsync("Lobby");
        wire.Hold();
        await PostAsync(ada, "Hello");
        await Expect(ada.Unsent).ToContainTextAsync(["Sending…"]);

        await Chat.KillAsync();
        await Expect(ada.Unsent.GetByRole(AriaRole.Alert)).ToContainTextAsync("This may not have arrived.");
        await ada.Unsent.GetByText("Try again").ClickAsync();
        await Expect(ada.Unsent).ToHaveTextAsync(["HelloWaiting for the connection"]);

        wire.Lose();
        await Chat.StartAgainAsync();
        await Expect(ada.Ticks).ToHaveCountAsync(1, new() { Timeout = 45_000 });
        await Expect(ada.Messages).ToHaveTextAsync(["Hello"]);
    }

    private static async Task PostAsync(ChatPage page, string text)
    {
        await page.Field.FillAsync(text);
        await page.Field.PressAsync("Enter");
    }
}
