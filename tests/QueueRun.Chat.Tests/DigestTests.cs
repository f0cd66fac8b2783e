namespace QueueRun.Chat.Tests;

public sealed class DigestTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task A_digest_tells_each_room_what_was_said_since_the_last_one()
    {
        Assert.Equal("Posted in 0 rooms.\n", await PostAsync());

        using var ada = await ChatSocket.SignedInAsync(Chat, "Ada");
        using var grace = await ChatSocket.SignedInAsync(Chat, "Grace");
        await ada.DoAsync(new { action = "enter", room = "Lobby" });
        await grace.DoAsync(new { action = "enter", room = "Lobby" });
        await ada.DoAsync(new { action = "enter", room = "Kitchen" });
        await ada.DoAsync(new { action = "say", room = "Lobby", text = "One" });
        await ada.DoAsync(new { action = "say", room = "Lobby", text = "Two" });
        await grace.DoAsync(new { action = "say", room = "Lobby", text = "Three" });

        Assert.Equal("Posted in 1 room.\n", await PostAsync());
        Assert.Equal("Since the last digest: 3 messages by Ada and Grace.", await DigestAsync(ada));
        Assert.Equal("Since the last digest: 3 messages by Ada and Grace.", await DigestAsync(grace));

        // A digest is not news; and a room without members has no recipients.
        Assert.Equal("Posted in 0 rooms.\n", await PostAsync());
        await ada.DoAsync(new { action = "say", room = "Kitchen", text = "Four" });
        await ada.DoAsync(new { action = "leave", room = "Kitchen" });
        Assert.Equal("Posted in 0 rooms.\n", await PostAsync());
    }

    private static async Task<string?> DigestAsync(ChatSocket socket)
    {
        while (await socket.ReceiveAsync("said") is var said)
        {
            if (said.GetProperty("from").ValueKind == System.Text.Json.JsonValueKind.Null)
                return said.GetProperty("text").GetString();
        }
        return null;
    }

    private async Task<string> PostAsync()
    {
        using var http = new HttpClient { BaseAddress = Chat.Address };
        using var response = await http.PostAsync("digest", null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
