using System.Security.Claims;

namespace QueueRun.Behaviour;

/// <summary>Rooms that a handler with authorization attributes lets clients join.</summary>
public abstract class GuardedRoomTests(ServerHost host) : RoomBehaviour(host)
{
    [Fact]
    public async Task Who_may_not_join_gets_nothing_of_the_room()
    {
        var (room, id) = (Fresh("room"), Fresh("ann"));
        await using var nobody = await NobodyAsync();
        await using var user = await DeviceAsync(Fresh("bob"));
        await using var admin = await Server.ConnectAsync($"user={id}&claim:{ClaimTypes.Role}=admin");
        foreach (var client in new[] { nobody, user })
        {
            await client.SendJsonAsync(new { test = "guarded-rooms", @do = "join", target = "connection", room });
            await client.ExpectErrorAsync("not authorized");
        }

        await admin.SendJsonAsync(new { test = "guarded-rooms", @do = "join", room });
        await admin.ExpectTextAsync("joined");
        await ExpectMembersAsync(admin, room, id);
        await ExpectInRoomAsync(room, [admin], nobody, user);
    }
}

public sealed class GuardedRoomsInProcess(InProcessHost host) : GuardedRoomTests(host);

public sealed class GuardedRoomsInBinary(BinaryHost host) : GuardedRoomTests(host);
