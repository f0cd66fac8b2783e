namespace QueueRun.Behaviour;

/// <summary>What a room may be called, who can join one, and how many.</summary>
public abstract class RoomLimitTests(ServerHost host) : RoomBehaviour(host)
{
    protected override string[] Options => ["--QueueRun:MaxRoomsPerUser=3"];

    [Fact]
    public async Task A_name_has_1_to_200_characters_and_no_control_characters()
    {
        await using var client = await DeviceAsync(Fresh("ann"));
        foreach (var room in new[] { null, "", new string('x', 201), "a\nb", "\u0085" })
        {
            foreach (var what in new[] { "join", "leave", "members" })
                Assert.StartsWith("ArgumentException: A room's name has 1 to 200 characters", await AskAsync(client, what, room), StringComparison.Ordinal);
            if (room is not null)
                Assert.StartsWith("ArgumentException: A room's name", await AskAsync(client, "send", target: $"room:{room}"), StringComparison.Ordinal);
        }

        foreach (var room in new[] { " ", new string('x', 200), "a/b:c 👋 é" })
        {
            await JoinAsync(client, room);
            await ExpectInRoomAsync(room, [client]);
            await LeaveAsync(client, room);
        }
    }

    [Fact]
    public async Task Names_differ_in_case()
    {
        await using var client = await DeviceAsync(Fresh("ann"));
        await JoinAsync(client, "Lobby");
        await ExpectInRoomAsync("lobby", [], client);
        await ExpectInRoomAsync("Lobby", [client]);
    }

    [Theory]
    [InlineData("all", false)]
    [InlineData("all", true)]
    [InlineData("room:lobby", false)]
    [InlineData("room:lobby", true)]
    public async Task A_room_and_all_cannot_join_or_leave_a_room(string target, bool others)
    {
        await using var client = await DeviceAsync(Fresh("ann"));
        foreach (var what in new[] { "join", "leave" })
        {
            Assert.StartsWith(
                "InvalidOperationException: A room, or all connections, cannot", await AskAsync(client, what, "garden", target, others: others),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_user_is_in_as_many_rooms_as_allowed_with_all_connections_together()
    {
        var ann = Fresh("ann");
        await using var phone = await DeviceAsync(ann);
        await using var laptop = await DeviceAsync(ann);
        await JoinAsync(phone, "one");
        await JoinAsync(phone, "two", "connection");
        await JoinAsync(laptop, "three", "connection");
        var expected = $"InvalidOperationException: User '{ann}' is in 3 rooms, and may be in no more: leave one, or raise the QueueRun option MaxRoomsPerUser.";
        Assert.Equal(expected, await AskAsync(phone, "join", "four"));
        Assert.Equal(expected, await AskAsync(laptop, "join", "four", "connection"));
        await ExpectInRoomAsync("four", [], phone, laptop);

        await JoinAsync(phone, "three"); // one of them
        await LeaveAsync(phone, "one");
        await JoinAsync(phone, "four");
        await ExpectInRoomAsync("four", [phone, laptop]);
    }

    [Fact]
    public async Task A_connection_that_belongs_to_nobody_counts_for_itself()
    {
        await using var first = await NobodyAsync();
        await using var second = await NobodyAsync();
        foreach (var room in new[] { "one", "two", "three" }) await JoinAsync(first, room);
        Assert.StartsWith("InvalidOperationException: The connection is in 3 rooms", await AskAsync(first, "join", "four"), StringComparison.Ordinal);
        await JoinAsync(second, "four");
        await LeaveAsync(first, "one");
        await JoinAsync(first, "four");
        await ExpectInRoomAsync("four", [first, second]);
    }
}

public sealed class RoomLimitsInProcess(InProcessHost host) : RoomLimitTests(host);

public sealed class RoomLimitsInBinary(BinaryHost host) : RoomLimitTests(host);
