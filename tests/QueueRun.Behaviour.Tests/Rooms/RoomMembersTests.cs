using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Who is in a room, and for how long.</summary>
public abstract class RoomMembersTests(ServerHost host) : RoomBehaviour(host)
{
    [Fact]
    public async Task A_user_is_in_a_room_with_all_devices_and_with_those_that_come_later()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await using var other = await DeviceAsync(Fresh("bob"));
        await ExpectInRoomAsync(room, [], phone, laptop, other);

        await JoinAsync(phone, room);
        await using var tablet = await DeviceAsync(ann);
        await ExpectInRoomAsync(room, [phone, laptop, tablet], other);

        await LeaveAsync(laptop, room);
        await ExpectInRoomAsync(room, [], phone, laptop, tablet, other);
    }

    [Fact]
    public async Task A_connection_is_in_a_room_until_it_closes()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await using var nobody = await NobodyAsync();
        await JoinAsync(phone, room, "connection");
        await JoinAsync(nobody, room);
        await using var tablet = await DeviceAsync(ann);
        await ExpectInRoomAsync(room, [phone, nobody], laptop, tablet);
        await ExpectMembersAsync(laptop, room, ann);

        await LeaveAsync(nobody, room, "connection");
        await ExpectInRoomAsync(room, [phone], laptop, nobody);
        await phone.CloseAsync();
        await ExpectMembersAsync(laptop, room);
        await ExpectInRoomAsync(room, [], laptop, tablet, nobody);

        await JoinAsync(nobody, room);
        await nobody.CloseAsync();
        await Patience.EventuallyAsync(() => Server.PostAsync($"/rooms?room={room}&text=anybody"), seen => seen.Text == "0 reached, offline: ");
    }

    [Fact]
    public async Task A_connection_that_is_in_a_room_twice_over_gets_each_message_once()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await JoinAsync(phone, room, "connection");
        await JoinAsync(phone, room);
        await JoinAsync(phone, room);
        await JoinAsync(laptop, room, "connection");
        await ExpectInRoomAsync(room, [phone, laptop]);

        // The user leaves with all connections, those that had joined by themselves too.
        await LeaveAsync(phone, room);
        await LeaveAsync(phone, room);
        await ExpectInRoomAsync(room, [], phone, laptop);
    }

    [Fact]
    public async Task A_connection_cannot_leave_a_room_that_it_is_in_through_its_user()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await JoinAsync(phone, room);
        Assert.StartsWith("InvalidOperationException: The connection is in room", await AskAsync(phone, "leave", room, "connection"), StringComparison.Ordinal);
        await ExpectInRoomAsync(room, [phone]);
        await LeaveAsync(phone, Fresh("elsewhere"), "connection");
        await LeaveAsync(phone, Fresh("elsewhere"));
    }

    [Fact]
    public async Task Named_users_join_and_leave_and_those_who_are_offline_are_passed_over()
    {
        var (ann, bob, cyd, room) = (Fresh("ann"), Fresh("bob"), Fresh("cyd"), Fresh("room"));
        await using var anns = await DeviceAsync(ann);
        await using var bobs = await DeviceAsync(bob);
        await using var asker = await NobodyAsync();
        Assert.Equal("joined", await AskAsync(asker, "join", room, whom: [ann, bob, cyd]));
        await ExpectMembersAsync(asker, room, ann, bob);
        await using var cyds = await DeviceAsync(cyd);
        await ExpectInRoomAsync(room, [anns, bobs], cyds, asker);

        Assert.Equal("left", await AskAsync(asker, "leave", room, whom: [cyd, ann]));
        await ExpectInRoomAsync(room, [bobs], anns, cyds, asker);
    }

    [Fact]
    public async Task A_user_who_goes_offline_has_left_when_he_comes_back()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var asker = await NobodyAsync();
        await using (var phone = await DeviceAsync(ann))
        {
            await JoinAsync(phone, room);
            await ExpectMembersAsync(asker, room, ann);
            await phone.CloseAsync();
        }

        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"leave {room}", "offline"); // a user who is back before that has left no room
        await ExpectMembersAsync(asker, room);
        await using var back = await DeviceAsync(ann);
        await ExpectInRoomAsync(room, [], back);
    }

    [Fact]
    public async Task Members_are_users_once_each_and_in_ordinal_order()
    {
        var (ann, bob, zoe, room) = (Fresh("ann"), Fresh("bob"), Fresh("Zoe"), Fresh("room"));
        await using var bobs = await DeviceAsync(bob);
        await using var anns = await DeviceAsync(ann);
        await using var annsOther = await DeviceAsync(ann);
        await using var zoes = await DeviceAsync(zoe);
        await using var nobody = await NobodyAsync();
        foreach (var client in new[] { bobs, anns, zoes }) await JoinAsync(client, room);
        foreach (var client in new[] { nobody, annsOther }) await JoinAsync(client, room, "connection");
        await ExpectMembersAsync(nobody, room, zoe, ann, bob);
        Assert.Equal($"online: {bob} {ann}", await AskAsync(nobody, "online", whom: [bob, Fresh("nobody"), ann, bob]));
        Assert.Equal("online: ", await AskAsync(nobody, "online", whom: []));
    }

    [Fact]
    public async Task A_connection_that_joins_before_it_is_known_who_it_is_stays_in_the_room_by_itself()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var laptop = await DeviceAsync(ann);
        await using var phone = await Server.ConnectAsync();
        await phone.SendJsonAsync(new { trouble = "join", title = room });
        await Patience.EventuallyAsync(() => Server.PostAsync($"/rooms?room={room}&text=early"), seen => seen.Text == "1 reached, offline: ");
        await phone.ExpectJsonAsync(new { http = "early" });
        await ExpectMembersAsync(laptop, room);

        await phone.SendJsonAsync(new { user = ann });
        await phone.ExpectNothingAsync();
        await ExpectInRoomAsync(room, [phone], laptop);
        await ExpectMembersAsync(laptop, room, ann);
        await Server.ExpectJournalAsync(ann, "online", $"join {room}");

        await phone.CloseAsync();
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"leave {room}");
        await ExpectInRoomAsync(room, [], laptop);
    }

    [Fact]
    public async Task A_method_that_says_who_it_is_may_put_the_connection_into_a_room_of_its_user()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var laptop = await DeviceAsync(ann);
        await JoinAsync(laptop, room);
        await using var phone = await Server.ConnectAsync();
        await phone.SendJsonAsync(new { user = ann, trouble = "join", title = room });
        await phone.ExpectNothingAsync();
        await ExpectInRoomAsync(room, [laptop, phone]);
        await LeaveAsync(laptop, room);
        await ExpectInRoomAsync(room, [], laptop, phone);
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"leave {room}");
    }

    [Fact]
    public async Task An_HTTP_endpoint_puts_its_user_into_a_room()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        Assert.Equal(200, (await Server.PostAsync($"/rooms/join?room={room}&user={ann}")).Status);
        await using var later = await DeviceAsync(ann);
        await ExpectInRoomAsync(room, [phone, later]);
        var (status, text) = await Server.PostAsync($"/rooms/join?room={room}");
        Assert.Equal(409, status);
        Assert.StartsWith("InvalidOperationException: There is no recipient", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_join_and_leave_one_room_at_once()
    {
        const int Users = 150;
        var room = Fresh("room");
        var clients = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => DeviceAsync(Fresh("user"))));
        await Task.WhenAll(clients.Select(client => JoinAsync(client, room)));
        Assert.Equal($"{Users} reached, offline: ", (await Server.PostAsync($"/rooms?room={room}&text=all")).Text);
        foreach (var client in clients) await client.ExpectJsonAsync(new { http = "all" });
        await Task.WhenAll(clients[..^1].Select(client => LeaveAsync(client, room)));
        await ExpectInRoomAsync(room, [clients[^1]], clients[0], clients[Users / 2]);
        foreach (var client in clients) await client.DisposeAsync();
    }
}

public sealed class RoomMembersInProcess(InProcessHost host) : RoomMembersTests(host);

public sealed class RoomMembersInBinary(BinaryHost host) : RoomMembersTests(host);
