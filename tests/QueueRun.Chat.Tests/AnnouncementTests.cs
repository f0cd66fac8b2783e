using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
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
        Assert.Equal("Announced in Lobby to 1 of 1 members.\n", answer);
        await Expect(ada.Page.Locator(".announcement .text")).ToHaveTextAsync(["Cake in the kitchen!"]);
    }

    [Fact]
    public async Task A_room_with_nobody_in_it_is_announced_to_as_well()
    {
        Assert.Equal((HttpStatusCode.OK, "Announced in Lobby to 0 of 0 members.\n"), await AnnounceAsync("lobby", "Hello?"));
        Assert.Equal((HttpStatusCode.BadRequest, "There is no such room.\n"), await AnnounceAsync("Attic", "Hello?"));
        Assert.Equal((HttpStatusCode.BadRequest, "There is nothing to say yet.\n"), await AnnounceAsync("Lobby", " "));
    }

    [Fact]
    public async Task More_than_a_hundred_members_are_reached()
    {
        const int Members = 130;
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < Members; i++)
        {
            var socket = new ClientWebSocket();
            sockets.Add(socket);
            await socket.ConnectAsync(Chat.Socket, Token);
            await SendAsync(socket, new { name = $"Member {i}" });
            await SendAsync(socket, new { action = "enter", room = "Lobby" });
            await ReceiveAsync(socket, "done");
        }

        var (_, answer) = await AnnounceAsync("Lobby", "To everybody");
        Assert.Equal($"Announced in Lobby to {Members} of {Members} members.\n", answer);
        foreach (var socket in sockets)
        {
            using var said = await ReceiveAsync(socket, "said");
            Assert.Equal("To everybody", said.RootElement.GetProperty("text").GetString());
            socket.Dispose();
        }
    }

    private async Task<(HttpStatusCode Status, string Answer)> AnnounceAsync(string room, string text)
    {
        using var client = new HttpClient { BaseAddress = Chat.Address };
        using var response = await client.PostAsJsonAsync($"rooms/{room}/announcements", new { text }, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task SendAsync<T>(ClientWebSocket socket, T message)
        => await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, Token);

    private static async Task<JsonDocument> ReceiveAsync(ClientWebSocket socket, string name)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            var message = JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length));
            if (message.RootElement.TryGetProperty("event", out var found) && found.GetString() == name)
                return message;
            Assert.False(message.RootElement.TryGetProperty("error", out var error), error.ToString());
            message.Dispose();
        }
    }
}
