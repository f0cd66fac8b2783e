using System.Net.Http.Json;
using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.Chat.Tests;

/// <summary>Two processes over Redis remember as one.</summary>
public sealed class SharedTests : IClassFixture<TwoChats>
{
    private readonly RedisServer _redis;
    private readonly ChatProgram _a;
    private readonly ChatProgram _b;

    public SharedTests(TwoChats chats)
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "Needs redis-server, which this command brings: apt-get install -y redis-server");
        (_redis, _a, _b) = (chats.Redis, chats.A, chats.B);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rooms_with_what_was_said_in_them_are_those_of_both()
    {
        using var ada = await OpenedAsync(_a, "Ada");
        using var grace = await OpenedAsync(_b, "Grace");
        await ada.DoAsync(new { action = "enter", room = "Attic" });
        await PersonAsync(grace, "Ada", room: "Attic");
        await grace.DoAsync(new { action = "enter", room = "attic" });
        await PersonAsync(ada, "Grace", room: "Attic");

        var one = await ada.DoAsync(new { action = "say", room = "attic", text = "One\nof several lines" });
        Assert.Equal(WithoutEvent(one), WithoutEvent(await grace.ReceiveAsync("said")));
        await grace.SendAsync([.. "Attic\n"u8, .. s_picture]);
        var two = (await grace.ReceiveAsync("shown")).GetProperty("said");
        Assert.Equal(WithoutEvent(two), WithoutEvent(await ada.ReceiveAsync("said")));
        using (var http = new HttpClient { BaseAddress = _a.Address })
        {
            using var response = await http.PostAsJsonAsync("rooms/Attic/announcements", new { text = "Three" }, Token);
            Assert.Equal("Announced in Attic on 1 device of this process, and at the others.\n", await response.Content.ReadAsStringAsync(Token));
        }
        var three = await grace.ReceiveAsync("said");
        Assert.Equal(("Three", JsonValueKind.Null), (three.GetProperty("text").GetString(), three.GetProperty("from").ValueKind));

        // Another device of a person, at the other process, is told all of it.
        using var phone = await ChatSocket.SignedInAsync(_a, "Grace");
        await phone.SendAsync(new { action = "open" });
        var state = await phone.ReceiveAsync("state");
        var people = state.GetProperty("people").EnumerateArray().ToDictionary(person => person.GetProperty("who").GetString()!, person => (person.GetProperty("devices").GetInt32(), Rooms(person)));
        Assert.Equal((1, "Attic"), people["Ada"]);
        Assert.Equal((1, "Attic"), people["Grace"]);
        await PersonAsync(ada, "Grace", room: "Attic", devices: 2);
        var history = (await phone.ReceiveAsync("history")).GetProperty("messages").EnumerateArray().Select(WithoutEvent);
        Assert.Equal([WithoutEvent(one), WithoutEvent(two), WithoutEvent(three)], history);
        Assert.Equal(WithoutEvent(one), WithoutEvent(await grace.ReceiveItemAsync(await grace.AskAsync(new { action = "search", words = "ONE" }))));

        // The room goes with the last of them, and what was said with it.
        await ada.DoAsync(new { action = "leave", room = "Attic" });
        await phone.DoAsync(new { action = "leave", room = "Attic" });
        await Patience.EventuallyAsync(() => _redis.AskAsync("KEYS", "*:Attic"), keys => keys.Length == 0);
        await grace.SendAsync(new { action = "enter", room = "Attic" });
        await PersonAsync(grace, "Grace", room: "Attic", devices: 2);
        Assert.Empty((await grace.ReceiveAsync("history")).GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task No_more_is_kept_than_in_one_process()
    {
        using var bob = await OpenedAsync(_a, "Bob");
        await bob.DoAsync(new { action = "enter", room = "Gallery" });
        for (var i = 0; i < 6; i++)
        {
            await bob.SendAsync([.. "Gallery\n"u8, .. s_picture]);
            await bob.ReceiveAsync("shown");
        }
        for (var i = 0; i < 47; i++)
            await bob.DoAsync(new { action = "say", room = "Gallery", text = $"{i}" });

        using var phone = await ChatSocket.SignedInAsync(_b, "Bob");
        await phone.SendAsync(new { action = "open" });
        var history = (await phone.ReceiveAsync("history")).GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(50, history.Count);
        Assert.Equal(["True", "True", "True", "False"], history.Take(4).Select(said => said.GetProperty("picture").ToString()));
        Assert.Equal("46", history[^1].GetProperty("text").GetString());
        Assert.Equal("5", await _redis.AskAsync("ZCARD", "{Chat.rooms}:pictures:Gallery"));
    }

    [Fact]
    public async Task A_summary_and_a_digest_are_made_once()
    {
        await PostAsync(_a);        // what was said in other tests
        using var carol = await OpenedAsync(_a, "Carol");
        using var phone = await OpenedAsync(_b, "Carol");
        using var dan = await OpenedAsync(_b, "Dan");
        foreach (var socket in new[] { carol, dan })
            await socket.DoAsync(new { action = "enter", room = "Lobby" });
        await carol.DoAsync(new { action = "say", room = "Lobby", text = "Is there coffee?" });
        await dan.DoAsync(new { action = "say", room = "Lobby", text = "Coffee? Always." });

        // A second job would be done before that for the Kitchen, because one person's summaries are made one after another.
        await carol.DoAsync(new { action = "enter", room = "Kitchen" });
        await carol.DoAsync(new { action = "say", room = "Kitchen", text = "Nobody else here." });
        await carol.SendAsync(new { action = "summarise", room = "Lobby" });
        await phone.SendAsync(new { action = "summarise", room = "Lobby" });
        await carol.SendAsync(new { action = "summarise", room = "Kitchen" });
        foreach (var device in new[] { carol, phone })
        {
            var summary = await device.ReceiveAsync("summary");
            Assert.Equal(("Lobby", "2 messages: 1 by Carol and 1 by Dan. Most frequent: “coffee” (2)."), (summary.GetProperty("room").GetString(), summary.GetProperty("text").GetString()));
            Assert.Equal("Kitchen", (await device.ReceiveAsync("summary")).GetProperty("room").GetString());
        }

        Assert.Equal("Posted in 2 rooms.\n", await PostAsync(_b));
        Assert.Equal("Posted in 0 rooms.\n", await PostAsync(_a));
        await dan.DoAsync(new { action = "say", room = "Lobby", text = "Tea, then." });
        Assert.Equal("Posted in 1 room.\n", await PostAsync(_a));
        while (await carol.ReceiveAsync("said") is var said && said.GetProperty("text").GetString() != "Since the last digest: 1 message by Dan.") { }

        static async Task<string> PostAsync(ChatProgram chat)
        {
            using var http = new HttpClient { BaseAddress = chat.Address };
            using var response = await http.PostAsync("digest", null, Token);
            return await response.Content.ReadAsStringAsync(Token);
        }
    }

    [Fact]
    public async Task Who_signs_in_at_one_is_signed_in_at_the_other_until_signing_out_everywhere()
    {
        var token = await ChatSocket.TokenAsync(_a.Address, "Eve");
        using var eve = await ChatSocket.ConnectAsync(_b);
        await eve.SendAsync(new { token });
        await eve.ReceiveAsync("welcome");
        using var phone = await OpenedAsync(_a, "Eve");
        await phone.SendAsync(new { action = "sign-out-everywhere" });
        Assert.Equal((4001, "You signed out on all devices."), await phone.CloseAsync());
        Assert.Equal((4001, "You signed out on all devices."), await eve.CloseAsync());

        using var later = await ChatSocket.ConnectAsync(_b);
        await later.SendAsync(new { token });
        Assert.Equal(4001, (await later.CloseAsync()).Code);
    }

    private static async Task<ChatSocket> OpenedAsync(ChatProgram chat, string name)
    {
        var socket = await ChatSocket.SignedInAsync(chat, name);
        await socket.DoAsync(new { action = "open" });
        return socket;
    }

    /// <summary>Waits for the news that somebody is in a room, on so many devices.</summary>
    private static async Task PersonAsync(ChatSocket socket, string who, string room, int devices = 1)
    {
        while (await socket.ReceiveAsync("person") is var person
            && (person.GetProperty("who").GetString(), Rooms(person), person.GetProperty("devices").GetInt32()) != (who, room, devices)) { }
    }

    private static string Rooms(JsonElement person) => string.Join(", ", person.GetProperty("rooms").EnumerateArray());

    private static string WithoutEvent(JsonElement message) => message.ToString().Replace("\"event\":\"said\",", "", StringComparison.Ordinal);

    private static readonly byte[] s_picture = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0, 0xFF, 0xD9];
}
