using System.Text.Json.Nodes;
using QueueRun.Tests;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>The search sends each hit when it finds it, and ends when nobody wants it any more.</summary>
public sealed class SearchTests(Chromium chromium) : ChatTests(chromium, "--Logging:LogLevel:QueueRun.Routing=Debug")
{
    [Fact]
    public async Task Hits_come_one_by_one_from_the_rooms_that_one_is_in()
    {
        using var ada = await TalkingAsync("Ada", ("Kitchen", "Is there coffee?"), ("Kitchen", "Coffee, please!"), ("Lobby", "No COFFEE here."), ("Lobby", "Tea."));
        using var grace = await TalkingAsync("Grace", ("Workshop", "My coffee."));

        Assert.Equal(["Coffee, please!", "Is there coffee?", "No COFFEE here."], await SearchAsync(ada, "coffee"));
        Assert.Equal(["My coffee."], await SearchAsync(grace, "coffee"));
        Assert.Empty(await SearchAsync(ada, "cocoa"));
    }

    [Fact]
    public async Task A_search_that_is_cancelled_ends_on_the_server()
    {
        using var ada = await TalkingAsync("Ada", ("Kitchen", "Is there coffee?"), ("Lobby", "No coffee here."), ("Workshop", "My coffee."));
        string? error;
        do
        {
            var reference = await ada.AskAsync(new { action = "search", words = "coffee" });
            await ada.ReceiveItemAsync(reference);      // it has begun
            await ada.SendAsync(new JsonObject { ["#"] = reference, ["cancel"] = true });
            error = (await ada.ReceiveUntilAnswerAsync(reference))[^1].TryGetProperty("error", out var found) ? found.GetString() : null;
        }
        while (error is null);                          // the search was faster than its cancelling
        Assert.Equal("cancelled", error);
        await Chat.WritesAsync("Searches.SearchAsync was cancelled");
    }

    [Fact]
    public async Task The_page_shows_hits_while_one_types_and_the_next_key_cancels()
    {
        using var grace = await TalkingAsync("Grace", ("Kitchen", "There is coffee in the cupboard"), ("Lobby", "Cold coffee & <b>tea</b>"));
        var (ada, wire) = await SignedInOverWireAsync("Ada");
        await ada.EnterAsync("Lobby");
        await ada.OtherRooms.GetByText("Kitchen").ClickAsync();
        await Expect(ada.YourRooms).ToHaveCountAsync(2);

        wire.Hold();
        await ada.Search.FillAsync("co");
        await Expect(ada.Found).ToHaveTextAsync("Searching…");
        var first = await SentAsync(wire, message => (string?)message["words"] == "co");
        await ada.Search.PressSequentiallyAsync("ld");
        await SentAsync(wire, message => message["cancel"] is not null && (int?)message["#"] == (int?)first["#"]);
        await SentAsync(wire, message => (string?)message["words"] == "cold");
        wire.Release();
        await Expect(ada.Hits).ToHaveCountAsync(1);
        await Expect(ada.Found).ToHaveTextAsync("1 message");
        await Expect(ada.Hits.Locator(".excerpt")).ToHaveTextAsync("Cold coffee & <b>tea</b>");
        await Expect(ada.Hits.Locator("mark")).ToHaveTextAsync("Cold");

        await ada.Search.FillAsync("COFFEE");
        await Expect(ada.Found).ToHaveTextAsync("2 messages");
        await Expect(ada.Hits.Locator("mark")).ToHaveTextAsync(["coffee", "coffee"]);
        await ada.Hits.Filter(new() { HasText = "Kitchen" }).ClickAsync();
        await Expect(ada.Title).ToHaveTextAsync("Kitchen");
        await Expect(ada.Messages.GetByText("There is coffee")).ToBeInViewportAsync();

        await ada.Search.FillAsync("cocoa");
        await Expect(ada.Found).ToHaveTextAsync("Nothing found for “cocoa” in your rooms.");
        await Expect(ada.Hits).ToHaveCountAsync(0);
        await ada.Search.PressAsync("Escape");
        await Expect(ada.YourRooms).ToHaveTextAsync(["Lobby", "Kitchen"]);
    }

    [Fact]
    public async Task Without_a_connection_the_search_waits_for_it()
    {
        var ada = await SignedInAsync("Ada");
        await ada.EnterAsync("Lobby");
        await Chat.KillAsync();
        await Expect(ada.Strip).ToContainTextAsync("Reconnecting");
        await ada.Search.FillAsync("coffee");
        await Expect(ada.Found).ToHaveTextAsync("The search waits for the connection.");
        await Chat.StartAgainAsync();
        await Expect(ada.Found).ToHaveTextAsync("Nothing found for “coffee” in your rooms.", new() { Timeout = 45_000 });
    }

    private async Task<ChatSocket> TalkingAsync(string name, params (string Room, string Text)[] said)
    {
        var socket = await ChatSocket.SignedInAsync(Chat, name);
        foreach (var (room, text) in said)
        {
            await socket.DoAsync(new { action = "enter", room });
            await socket.DoAsync(new { action = "say", room, text });
        }
        return socket;
    }

    private static async Task<string?[]> SearchAsync(ChatSocket socket, string words)
    {
        var received = await socket.DoAllAsync(new { action = "search", words });
        Assert.Equal("null", received[^1].GetProperty("result").GetRawText());
        return [.. received.Where(message => message.TryGetProperty("item", out _)).Select(hit => hit.GetProperty("item").GetProperty("text").GetString())];
    }

    private static async Task<JsonNode> SentAsync(ChatWire wire, Func<JsonNode, bool> isIt)
        => (await Patience.EventuallyAsync(() => Task.FromResult(wire.Sent.FirstOrDefault(isIt)), message => message is not null))!;
}
