using System.Net;
using System.Net.Http.Json;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed class AnnouncementTests(Chromium chromium) : ChatTests(chromium)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_announcement_over_HTTP_reaches_the_room()
    {
        var ada = await SignedInAsync("Ada");
        await ada.EnterAsync("Lobby");

        var (status, answer) = await AnnounceAsync("Lobby", "Cake in the kitchen!");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Announced in Lobby on 1 device.\n", answer);
        await Expect(ada.Page.Locator(".announcement .text")).ToHaveTextAsync(["Cake in the kitchen!"]);

        Assert.Equal((HttpStatusCode.OK, "Announced in Kitchen on 0 devices.\n"), await AnnounceAsync("kitchen", "Hello?"));
        Assert.Equal((HttpStatusCode.BadRequest, "There is no such room.\n"), await AnnounceAsync("Attic", "Hello?"));
        Assert.Equal((HttpStatusCode.BadRequest, "There is nothing to say yet.\n"), await AnnounceAsync("Lobby", " "));
    }

    [Fact]
    public async Task More_than_a_hundred_members_are_reached()
    {
        const int Members = 130;
        var sockets = new List<ChatSocket>();
        for (var i = 0; i < Members; i++)
        {
            var socket = await ChatSocket.SignedInAsync(Chat, $"Member {i}");
            sockets.Add(socket);
            await socket.DoAsync(new { action = "enter", room = "Lobby" });
        }

        var (_, answer) = await AnnounceAsync("Lobby", "To everybody");
        Assert.Equal($"Announced in Lobby on {Members} devices.\n", answer);
        foreach (var socket in sockets)
        {
            var said = await socket.ReceiveAsync("said");
            Assert.Equal("To everybody", said.GetProperty("text").GetString());
            socket.Dispose();
        }
    }

    private async Task<(HttpStatusCode Status, string Answer)> AnnounceAsync(string room, string text)
    {
        using var client = new HttpClient { BaseAddress = Chat.Address };
        using var response = await client.PostAsJsonAsync($"rooms/{room}/announcements", new { text }, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
