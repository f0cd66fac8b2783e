using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>Summaries are made in the background, for all devices of the person who asked.</summary>
public sealed partial class SummaryTests(Chromium chromium) : ChatTests(chromium)
{
    private const string Text =
        "3 messages: 2 by Ada and 1 by Grace. 1 announcement. Most frequent: “coffee” (3) and “kitchen” (2).";

    [Fact]
    public async Task A_summary_is_made_once_for_all_devices_of_whoever_asked_and_for_nobody_else()
    {
        using var ada = await InAsync("Ada", "Lobby");
        using var phone = await ChatSocket.SignedInAsync(Chat, "Ada");
        using var grace = await InAsync("Grace", "Lobby");
        await ada.DoAsync(new { action = "enter", room = "Kitchen" });
        Assert.Equal("Nothing has been said in Lobby yet.", await AnswerAsync(ada, "Lobby"));
        Assert.Equal("You are not in Workshop. Enter it first.", await AnswerAsync(ada, "Workshop"));
        Assert.Equal("There is no such room.", await AnswerAsync(ada, "Attic"));

        await TalkAsync(ada, grace);
        await ada.DoAsync(new { action = "say", room = "Kitchen", text = "Nobody else here." });
        await ada.SendAsync(new { action = "summarise", room = "lobby" });
        await ada.SendAsync(new { action = "summarise", room = "Lobby" });
        await ada.SendAsync(new { action = "summarise", room = "Kitchen" });

        // A device that connects meanwhile receives the next step.
        await phone.ReceiveAsync("progress");
        using var late = await ChatSocket.SignedInAsync(Chat, "Ada");
        Assert.InRange((await late.ReceiveAsync("progress")).GetProperty("percent").GetInt32(), 1, 99);
        Assert.Equal(Text, (await late.ReceiveAsync("summary")).GetProperty("text").GetString());

        // A second job for the Lobby would be done before the Kitchen's, because one person's summaries are made one after another.
        foreach (var device in new[] { ada, phone })
        {
            var events = Summaries(await device.ReceiveAllAsync("summary"));
            Assert.Equal(new[] { 0, 12, 25, 37, 50, 62, 75, 87 }[(device == ada ? 0 : 1)..], events[..^1].Select(progress => progress.GetProperty("percent").GetInt32()));
            Assert.All(events, about => Assert.Equal("Lobby", about.GetProperty("room").GetString()));
            Assert.Equal(Text, events[^1].GetProperty("text").GetString());
            Assert.True(events[^1].GetProperty("from").GetDateTimeOffset() < events[^1].GetProperty("to").GetDateTimeOffset());
            Assert.Equal("Kitchen", (await device.ReceiveAsync("progress")).GetProperty("room").GetString());
        }

        // A person who leaves the room meanwhile does not need the summary.
        await ada.SendAsync(new { action = "leave", room = "Kitchen" });
        Assert.Equal("You are not in Kitchen any more.", (await phone.ReceiveAsync("summary")).GetProperty("text").GetString());

        Assert.Empty(Summaries(await grace.DoAllAsync(new { action = "link" })));
    }

    [Fact]
    public async Task The_page_shows_how_far_it_is_and_then_the_summary_on_both_devices()
    {
        var ada = await SignedInAsync("Ada");
        var phone = await SignedInAsync("Ada", width: 390, height: 844);
        var grace = await SignedInAsync("Grace");
        await ada.EnterAsync("Lobby");
        await phone.EnterAsync("Lobby");
        await grace.EnterAsync("Lobby");
        await ada.SummariseAsync();
        await Expect(ada.Notice).ToHaveTextAsync("Nothing has been said in Lobby yet.");
        await Expect(ada.SummaryBar).ToBeHiddenAsync();

        await ada.SayAsync("Hello there");
        Task[] bars = [Expect(ada.SummaryBar).ToBeVisibleAsync(), Expect(phone.SummaryBar).ToBeVisibleAsync()];
        await ada.SummariseAsync();
        await Task.WhenAll(bars);
        Assert.False(await grace.SummaryBar.IsVisibleAsync());

        foreach (var device in new[] { ada, phone })
        {
            await Expect(device.Summary).ToContainTextAsync("1 message, all by Ada.");
            await Expect(device.SummaryBar).ToBeHiddenAsync();
        }
        Assert.Equal(390, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Expect(grace.Messages).ToHaveTextAsync(["Hello there"]);
        Assert.False(await grace.Summary.IsVisibleAsync());

        await phone.Page.GetByLabel("Close the summary").ClickAsync();
        await Expect(phone.Summary).ToBeHiddenAsync();
        await Expect(ada.Summary).ToBeVisibleAsync();
        await phone.SummariseAsync();                // as often as one likes
        await Expect(ada.SummaryBar).ToBeVisibleAsync();
        await Expect(ada.Summary).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_summary_that_was_asked_for_survives_the_program()
    {
        var ada = await OpenWithClockAsync();       // it reconnects when the test says so, not some seconds later
        await ada.SignInAsync("Ada");
        await ada.EnterAsync("Lobby");
        await ada.SayAsync("Hello there");
        await ada.SummariseAsync();
        await Expect(ada.SummaryBar).ToHaveAttributeAsync("value", UnderWay());

        await Chat.KillAsync();
        await Expect(ada.Strip).ToContainTextAsync("Reconnecting");
        await Chat.StartAgainAsync();
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Now" }).ClickAsync();
        await Expect(ada.Strip).ToContainTextAsync("Connected again");
        await Expect(ada.Summary).ToContainTextAsync("1 message, all by Ada.");
    }

    private async Task<ChatSocket> InAsync(string name, string room)
    {
        var socket = await ChatSocket.SignedInAsync(Chat, name);
        await socket.DoAsync(new { action = "enter", room });
        return socket;
    }

    private async Task TalkAsync(ChatSocket ada, ChatSocket grace)
    {
        await ada.DoAsync(new { action = "say", room = "Lobby", text = "Is there coffee in the kitchen?" });
        await grace.DoAsync(new { action = "say", room = "Lobby", text = "Coffee? Always." });
        await ada.DoAsync(new { action = "say", room = "Lobby", text = "To the kitchen, then: coffee!" });
        using var http = new HttpClient { BaseAddress = Chat.Address };
        using var body = new StringContent("""{"text":"It is raining."}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("rooms/Lobby/announcements", body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> AnswerAsync(ChatSocket socket, string room)
    {
        await socket.SendAsync(new { action = "summarise", room });
        return await socket.ErrorAsync();
    }

    private static List<JsonElement> Summaries(List<JsonElement> events)
        => [.. events.Where(message => message.TryGetProperty("event", out var name) && name.GetString() is "progress" or "summary")];

    [GeneratedRegex("^[1-9]")]
    private static partial Regex UnderWay();
}
