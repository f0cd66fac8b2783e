using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Whom a message to a room reaches, whom <c>Others</c> leaves out, and whom a close closes.</summary>
public abstract class RoomRecipientsTests(ServerHost host) : RoomBehaviour(host)
{
    [Fact]
    public async Task Messages_to_a_room_and_to_users_arrive_in_the_order_of_the_calls()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var sender = await NobodyAsync();
        await JoinAsync(phone, room);
        await sender.SendJsonAsync(new { test = "rooms-mixed", room, whom = new[] { ann } });
        for (var n = 0; n < 20; n++) await phone.ExpectJsonAsync(new { n });
    }

    [Fact]
    public async Task A_message_is_encoded_once()
    {
        var room = Fresh("room");
        await using var sender = await NobodyAsync();
        var members = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DeviceAsync(Fresh("user"))));
        foreach (var member in members) await JoinAsync(member, room);
        await sender.SendJsonAsync(new { test = "rooms-encoded", room });
        foreach (var member in members) await member.ExpectJsonAsync(new { times = 1 });
        foreach (var member in members) await member.DisposeAsync();
    }

    [Fact]
    public async Task A_job_sends_to_a_room()
    {
        var room = Fresh("room");
        await using var member = await NobodyAsync();
        await JoinAsync(member, room);
        await member.SendJsonAsync(new { test = "rooms-job", room, text = "news" });
        await member.ExpectJsonAsync(new { bulletin = "news" });
    }

    /// <summary>A room's result counts connections, and users' counts users; nobody is offline who was not named.</summary>
    [Fact]
    public async Task A_room_counts_connections()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await using var sender = await NobodyAsync();
        Assert.Equal("0 reached, offline:", await AskAsync(sender, "send", target: $"room:{room}"));
        await JoinAsync(phone, room);
        Assert.Equal("2 reached, offline:", await AskAsync(sender, "send", target: $"room:{room}", text: "both"));
        Assert.Equal($"1 reached, offline: nowhere", await AskAsync(sender, "send", whom: [ann, "nowhere"], text: "both"));
        foreach (var device in new[] { phone, laptop })
        {
            await device.ExpectJsonAsync(new { said = "both" });
            await device.ExpectJsonAsync(new { said = "both" });
        }

        // Only the sender is in the room.
        var own = Fresh("room");
        await JoinAsync(sender, own);
        await OrderAsync(sender, "send", target: $"room:{own}", text: "echo");
        await sender.ExpectJsonAsync(new { said = "echo" });
        await sender.ExpectTextAsync("1 reached, offline:");
        Assert.Equal("0 reached, offline:", await AskAsync(sender, "send", target: $"room:{own}", others: true));
    }

    [Fact]
    public async Task Others_are_the_same_recipients_without_the_current_connection()
    {
        var (ann, bob, room) = (Fresh("ann"), Fresh("bob"), Fresh("room"));
        await using var sender = await DeviceAsync(ann);
        await using var device = await DeviceAsync(ann);
        await using var friend = await DeviceAsync(bob);
        await JoinAsync(sender, room);
        await JoinAsync(friend, room);

        await SendToOthersAsync("1 reached, offline:", [device]);
        await SendToOthersAsync("2 reached, offline: nowhere", [device, friend], whom: [ann, bob, "nowhere"]);
        await SendToOthersAsync("1 reached, offline:", [friend], whom: [bob]);
        await SendToOthersAsync("2 reached, offline:", [device, friend], target: $"room:{room}");
        await SendToOthersAsync("0 reached, offline:", [], target: "connection");

        // A user whose only connection sends is not offline, and not reached.
        await device.CloseAsync();
        await Patience.EventuallyAsync(() => AskAsync(sender, "send", others: true), seen => seen == "0 reached, offline:");
        Assert.Equal("0 reached, offline:", await AskAsync(sender, "send", whom: [ann], others: true));

        async Task SendToOthersAsync(string expected, SocketClient[] reached, string? target = null, string[]? whom = null)
        {
            Assert.Equal(expected, await AskAsync(sender, "send", target: target, whom: whom, others: true, text: "others"));
            foreach (var client in reached) await client.ExpectJsonAsync(new { said = "others" });
            foreach (var client in new[] { sender, device, friend }) await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Others_join_by_themselves_and_other_users_with_all_they_have()
    {
        var (ann, bob, room) = (Fresh("ann"), Fresh("bob"), Fresh("room"));
        await using var sender = await DeviceAsync(ann);
        await using var device = await DeviceAsync(ann);
        await using var friend = await DeviceAsync(bob);
        Assert.Equal("joined", await AskAsync(sender, "join", room, whom: [ann, bob], others: true));
        await using var annsLater = await DeviceAsync(ann);
        await using var bobsLater = await DeviceAsync(bob);
        await ExpectInRoomAsync(room, [device, friend, bobsLater], sender, annsLater);

        Assert.Equal("left", await AskAsync(sender, "leave", room, whom: [ann, bob], others: true));
        await ExpectInRoomAsync(room, [], sender, device, annsLater, friend, bobsLater);
        Assert.Equal("joined", await AskAsync(sender, "join", room, "connection", others: true));
        await ExpectInRoomAsync(room, [], sender, device);
    }

    [Fact]
    public async Task Whoever_a_message_would_reach_is_closed()
    {
        var (ann, bob, room) = (Fresh("ann"), Fresh("bob"), Fresh("room"));
        await using var sender = await DeviceAsync(ann);
        await using var device = await DeviceAsync(ann);
        await using var friend = await DeviceAsync(bob);
        await using var nobody = await NobodyAsync();
        foreach (var client in new[] { sender, friend, nobody }) await JoinAsync(client, room);
        await LeaveAsync(friend, room);
        Assert.Equal("closed", await AskAsync(sender, "close", target: $"room:{room}", others: true, text: "over"));
        await device.ExpectCloseAsync(1000, "over");
        await nobody.ExpectCloseAsync(1000, "over");
        await friend.ExpectNothingAsync();

        Assert.Equal("closed", await AskAsync(sender, "close", target: "connection", others: true));
        await OrderAsync(friend, "close", target: $"room:{room}", text: "out");
        await friend.ExpectTextAsync("closed");
        await sender.ExpectCloseAsync(1000, "out");
        Assert.Equal("closed", await AskAsync(friend, "close", target: $"room:{room}"));
    }

    [Fact]
    public async Task Nothing_is_done_for_a_cancelled_token()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var sender = await DeviceAsync(ann);
        await using var device = await DeviceAsync(ann);
        await JoinAsync(device, room);
        foreach (var (what, target, others) in new[]
                 {
                     ("join", null, false), ("leave", null, false), ("leave", "connection", false), ("members", null, false), ("online", null, false),
                     ("send", $"room:{room}", false), ("send", $"room:{room}", true), ("send", null, true), ("send", "connection", true),
                     ("close", $"room:{room}", false), ("close", "connection", true),
                 })
        {
            Assert.StartsWith(
                "OperationCanceledException",
                await AskAsync(sender, what, room, target, whom: what == "online" ? [ann] : null, others: others, cancelled: true), StringComparison.Ordinal);
        }

        await ExpectInRoomAsync(room, [sender, device]);
    }
}

public sealed class RoomRecipientsInProcess(InProcessHost host) : RoomRecipientsTests(host);

public sealed class RoomRecipientsInBinary(BinaryHost host) : RoomRecipientsTests(host);
