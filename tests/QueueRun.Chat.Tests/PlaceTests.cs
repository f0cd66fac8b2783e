using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.Chat.Tests;

/// <summary>A full room and a full house: who is away gives the place to who is here.</summary>
public sealed class PlaceTests(Chromium chromium) : ChatTests(chromium, "--QueueRun:MaxMessagesPerSecond=100000")
{
    private const int MaxRooms = 50;
    private const int MaxMembers = 200;

    [Fact]
    public async Task A_room_in_which_everybody_is_away_gives_its_place_to_a_new_one()
    {
        using var ada = await OpenedAsync("Ada");
        foreach (var name in new[] { "Bob", "Carol" })
        {
            using var away = await OpenedAsync(name);
            await away.DoAsync(new { action = "enter", room = "Attic" });
            await PersonAsync(ada, name, devices: 1, room: "Attic");
        }
        await PersonAsync(ada, "Carol", devices: 0, room: "Attic");
        for (var room = 5; room <= MaxRooms; room++)
            await ada.DoAsync(new { action = "enter", room = $"Room {room}" });

        // The house is full.
        await ada.DoAsync(new { action = "enter", room = "Cellar" });
        await ada.SendAsync(new { action = "say", room = "Attic", text = "Is anybody there?" });
        Assert.Equal("There is no such room.", await ada.ErrorAsync());
        using (var bob = await OpenedAsync("Bob"))
            await IsNowhereAsync(bob, "Bob");
        await ada.SendAsync(new { action = "enter", room = "Attic" });
        Assert.Equal($"There are {MaxRooms} rooms already. Enter one of them.", await ada.ErrorAsync());

        // A room that nobody is in gives its place, too.
        await ada.SendAsync(new { action = "leave", room = "Cellar" });
        await PersonAsync(ada, "Ada", devices: 1, room: $"Room {MaxRooms}", notIn: "Cellar");
        await ada.DoAsync(new { action = "enter", room = "Attic" });
    }

    [Fact]
    public async Task In_a_full_room_somebody_who_is_away_gives_the_place_to_somebody_who_is_here()
    {
        using var ada = await OpenedAsync("Ada");
        var members = new List<ChatSocket>();
        for (var i = 0; i < MaxMembers; i++)
        {
            var member = await OpenedAsync($"Member {i}");
            await member.DoAsync(new { action = "enter", room = "Lobby" });
            await PersonAsync(ada, $"Member {i}", devices: 1, room: "Lobby");
            members.Add(member);
        }
        await ada.SendAsync(new { action = "enter", room = "Lobby" });
        Assert.Equal("Lobby is full.", await ada.ErrorAsync());

        members[7].Dispose();
        await PersonAsync(ada, "Member 7", devices: 0, room: "Lobby");
        await ada.DoAsync(new { action = "enter", room = "Lobby" });
        using var back = await OpenedAsync("Member 7");
        await IsNowhereAsync(back, "Member 7");
        members.ForEach(member => member.Dispose());
    }

    private async Task<ChatSocket> OpenedAsync(string name)
    {
        var socket = await ChatSocket.SignedInAsync(Chat, name);
        await socket.DoAsync(new { action = "open" });
        return socket;
    }

    /// <summary>Waits for the news that somebody is on so many devices, and in a room.</summary>
    private static async Task PersonAsync(ChatSocket socket, string who, int devices, string room, string? notIn = null)
    {
        while (true)
        {
            var person = await socket.ReceiveAsync("person");
            var rooms = Rooms(person);
            if (person.GetProperty("who").GetString() == who && person.GetProperty("devices").GetInt32() == devices
                && rooms.Contains(room) && !rooms.Contains(notIn))
                return;
        }
    }

    /// <summary>Asks for the state until somebody is in no room.</summary>
    private static Task<int> IsNowhereAsync(ChatSocket socket, string who) => Patience.EventuallyAsync(
        async () =>
        {
            await socket.SendAsync(new { action = "open" });
            var people = (await socket.ReceiveAsync("state")).GetProperty("people").EnumerateArray();
            return people.Where(person => person.GetProperty("who").GetString() == who).SelectMany(Rooms).Count();
        },
        count => count == 0);

    private static List<string?> Rooms(JsonElement person) => [.. person.GetProperty("rooms").EnumerateArray().Select(room => room.GetString())];
}
