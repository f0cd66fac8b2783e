using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Rooms and <c>OfflineDelay</c>. A user whose connection was lost is still in them.</summary>
public class RoomDelayTests
{
    [Fact]
    public async Task Who_comes_back_within_the_delay_is_still_in_the_room_and_nobody_heard_of_it()
    {
        await using var program = await VirtualTimeServer.StartAsync("--QueueRun:OfflineDelay=00:00:10");
        var server = program.Server;
        await using var asker = await server.ConnectAsUserAsync("asker");
        await using (var phone = await server.ConnectAsUserAsync("ann"))
        {
            await AskAsync(phone, "join", "lobby");
            await AskAsync(phone, "join", "hall", "connection");
            phone.Abort();
        }

        // The connection has closed when the room that it was in by itself is empty.
        await Patience.EventuallyAsync(() => AskAsync(asker, "members", "hall"), seen => seen == "members: ");
        Assert.Equal("members: ann", await AskAsync(asker, "members", "lobby"));
        program.Time.Advance(TimeSpan.FromSeconds(9));
        await using (var phone = await server.ConnectAsUserAsync("ann"))
        {
            await phone.ExpectNothingAsync();
            Assert.Equal("1 reached, offline: ", (await server.PostAsync("/rooms?room=lobby&text=back")).Text);
            await phone.ExpectJsonAsync(new { http = "back" });
            await phone.CloseAsync();
        }

        await Patience.EventuallyAsync(() => server.PostAsync("/rooms?room=lobby&text=gone"), seen => seen.Text == "0 reached, offline: ");
        Assert.Equal("members: ann", await AskAsync(asker, "members", "lobby"));
        await server.ExpectJournalAsync("ann", "online", "join lobby", "join hall", "leave hall");

        program.Time.Advance(TimeSpan.FromSeconds(10));
        await server.ExpectJournalAsync("ann", "online", "join lobby", "join hall", "leave hall", "leave lobby", "offline");
        Assert.Equal("members: ", await AskAsync(asker, "members", "lobby"));
    }

    [Fact]
    public async Task A_user_without_a_connection_joins_and_leaves_within_the_delay()
    {
        await using var program = await VirtualTimeServer.StartAsync("--QueueRun:OfflineDelay=00:00:10");
        var server = program.Server;
        await using var asker = await server.ConnectAsUserAsync("asker");
        await using (var phone = await server.ConnectAsUserAsync("ann"))
        {
            await AskAsync(phone, "join", "hall", "connection");
            await phone.CloseAsync();
        }

        await Patience.EventuallyAsync(() => AskAsync(asker, "members", "hall"), seen => seen == "members: ");
        await AskAsync(asker, "join", "lobby", whom: ["ann"]);
        await AskAsync(asker, "join", "garden", whom: ["ann"]);
        await AskAsync(asker, "leave", "lobby", whom: ["ann"]);
        Assert.Equal("members: ", await AskAsync(asker, "members", "lobby"));
        await using var back = await server.ConnectAsUserAsync("ann");
        await back.ExpectNothingAsync();
        Assert.Equal("1 reached, offline: ", (await server.PostAsync("/rooms?room=garden&text=back")).Text);
        await back.ExpectJsonAsync(new { http = "back" });
    }

    private static async Task<string> AskAsync(SocketClient client, string what, string room, string? target = null, string[]? whom = null)
    {
        await client.SendJsonAsync(new { test = "rooms", @do = what, room, target, whom });
        return (await client.ReceiveAsync()).Text;
    }
}
