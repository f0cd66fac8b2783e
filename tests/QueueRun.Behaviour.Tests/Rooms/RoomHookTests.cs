namespace QueueRun.Behaviour;

/// <summary><c>[OnJoin]</c> and <c>[OnLeave]</c>. Every interleaving is tested in QueueRun.Presence.Tests.</summary>
public abstract class RoomHookTests(ServerHost host) : RoomBehaviour(host)
{
    [Fact]
    public async Task Hooks_are_called_for_a_users_first_and_last_connection_in_a_room()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await JoinAsync(phone, room, "connection");
        await JoinAsync(laptop, room, "connection");
        await JoinAsync(laptop, room, "connection");
        await LeaveAsync(phone, room, "connection");
        await Server.ExpectJournalAsync(ann, "online", $"join {room}");

        await laptop.CloseAsync();
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"leave {room}");
        await JoinAsync(phone, room);
        await using var tablet = await DeviceAsync(ann);
        await LeaveAsync(tablet, room);
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"leave {room}", $"join {room}", $"leave {room}");
    }

    [Fact]
    public async Task A_user_who_goes_offline_leaves_the_rooms_first()
    {
        var (ann, room, other) = (Fresh("ann"), Fresh("room"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await JoinAsync(phone, room);
        await JoinAsync(phone, other);
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"join {other}");
        await phone.CloseAsync();
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"join {other}", $"leave {room}", $"leave {other}", "offline");
    }

    [Fact]
    public async Task Who_comes_back_while_a_hook_runs_is_still_in_the_rooms_and_nobody_heard_of_it()
    {
        var (ann, room, slow) = (Fresh("ann"), Fresh("room"), Fresh("slow"));
        await using var asker = await DeviceAsync(Fresh("bob"));
        await using (var phone = await DeviceAsync(ann))
        {
            await JoinAsync(phone, room);
            await JoinAsync(phone, slow);
            await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"join {slow}");
            await phone.CloseAsync();
        }

        await Server.ExpectOnlineAsync(ann, false);
        await ExpectMembersAsync(asker, room);
        await using var laptop = await DeviceAsync(ann);
        await ExpectInRoomAsync(room, [laptop], asker);
        await ExpectMembersAsync(asker, room, ann);
        await Server.OpenGateAsync(slow);
        await LeaveAsync(laptop, room);
        await Server.ExpectJournalAsync(ann, "online", $"join {room}", $"join {slow}", $"leave {room}");
    }

    [Fact]
    public async Task Who_comes_back_while_leaving_is_told_is_in_no_room_and_comes_online_again()
    {
        var (ann, room, sticky) = (Fresh("ann"), Fresh("room"), Fresh("sticky"));
        string[] before = ["online", $"join {sticky}", $"join {room}", $"leave {sticky}"];
        await using (var phone = await DeviceAsync(ann))
        {
            await JoinAsync(phone, sticky);
            await JoinAsync(phone, room);
            await Server.ExpectJournalAsync(ann, before[..3]);
            await phone.CloseAsync();
        }

        await Server.ExpectJournalAsync(ann, before);
        await using var laptop = await Server.ConnectAsUserAsync(ann);
        await Server.ExpectOnlineAsync(ann, true);
        await Server.ExpectJournalAsync(ann, before);
        await Server.OpenGateAsync(sticky);
        await laptop.ExpectNothingAsync();
        await Server.ExpectJournalAsync(ann, [.. before, $"leave {room}", "offline", "online"]);
        await ExpectInRoomAsync(room, [], laptop);
    }

    [Fact]
    public async Task Hooks_hear_of_users_only()
    {
        var (ann, room) = (Fresh("ann"), Fresh("room"));
        await using var nobody = await NobodyAsync();
        await using var phone = await DeviceAsync(ann);
        await JoinAsync(nobody, room);
        await JoinAsync(phone, room);
        await Server.ExpectJournalAsync(room, ann);
    }

    [Fact]
    public async Task The_online_hook_puts_the_user_into_a_room_before_the_first_message_is_handled()
    {
        var ann = Fresh("hosted");
        await using var phone = await Server.ConnectAsUserAsync(ann);
        Assert.Equal($"members: {ann}", await AskAsync(phone, "members", $"hall of {ann}"));
        await using var laptop = await DeviceAsync(ann);
        await ExpectInRoomAsync($"hall of {ann}", [phone, laptop]);
        await Server.ExpectJournalAsync(ann, "online", $"join hall of {ann}");
    }

    [Fact]
    public async Task A_hooks_socket_is_the_users()
    {
        var (ann, room) = (Fresh("ann"), Fresh("welcome"));
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await OrderAsync(phone, "join", room);
        await laptop.ExpectJsonAsync(new { welcome = room });
    }

    [Fact]
    public async Task What_was_undone_before_its_turn_is_not_told()
    {
        var (ann, slow, room) = (Fresh("ann"), Fresh("slow"), Fresh("room"));
        await using var phone = await DeviceAsync(ann);
        await JoinAsync(phone, slow);
        await Server.ExpectJournalAsync(ann, "online", $"join {slow}");
        await JoinAsync(phone, room);
        await LeaveAsync(phone, room);
        await LeaveAsync(phone, slow);
        await JoinAsync(phone, slow);
        await JoinAsync(phone, "after");
        await Server.OpenGateAsync(slow);
        await Server.ExpectJournalAsync(ann, "online", $"join {slow}", "join after");
    }
}

public sealed class RoomHooksInProcess(InProcessHost host) : RoomHookTests(host);

public sealed class RoomHooksInBinary(BinaryHost host) : RoomHookTests(host);
