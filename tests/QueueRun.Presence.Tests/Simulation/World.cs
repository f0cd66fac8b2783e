using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Presence.Tests.Simulation;

/// <summary>
/// A run of a plan: clients, the program's methods, time and turns, one step after the other; and the model, which is asked after each.
/// </summary>
/// <remarks>This half is what the program's methods and the seam tell; what happens to the program is in World.Steps.cs.</remarks>
internal sealed partial class World : IDisposable
{
    private readonly Plan _plan;
    private readonly Turns _turns;
    private readonly Clock _time = new();
    private readonly Program _program;
    private readonly Dictionary<string, UserModel> _users;
    private readonly List<Seat> _seats = [];
    private readonly List<(TaskCompletionSource Gate, string User)> _heldHooks = [];
    private readonly Dictionary<string, string> _habits = [];  // of a user's hooks; without one they end at once
    private readonly List<string> _trace = [];
    private int _failedHooks;
    private string? _failure;

    private World(Plan plan, Turns turns)
    {
        (_plan, _turns) = (plan, turns);
        _users = Plan.Users.ToDictionary(id => id, id => new UserModel(id, plan, _time, Fail));
        _program = new(this, plan, _time, turns);
    }

    /// <summary>Runs a plan to its end; throws with everything that happened when a promise is broken.</summary>
    public static void Run(Plan plan) => Turns.Play(turns =>
    {
        using var world = new World(plan, turns);
        world.Run();
    });

    public void Dispose() => _program.Dispose();

    public void FirstJoined(string user)
    {
        Trace($"  {user} is there");
        _users[user].Joined();
    }

    public void LastLeft(string user)
    {
        Trace($"  {user} is gone");
        _users[user].LastLeft(_stopping is not null);
    }

    public void LeavesRooms(string user)
    {
        Trace($"  {user} leaves all rooms");
        _users[user].LeaveRooms();
    }

    public void Joins(HttpContext request, string user)
    {
        var seat = SeatOf(request);
        Trace($"  {seat.Name} joins {user}");
        if (seat.Claim != user) Fail($"{seat.Name} joins {user}, but belongs to {seat.Claim}");
        (seat.HasJoined, seat.User) = (true, user);
        _users[user].Connections.Add(seat);
    }

    public void Leaves(HttpContext request, string? user)
    {
        var seat = SeatOf(request);
        seat.HasLeft = true;
        seat.Rooms.Clear();
        if (user is null) return;

        Trace($"  {seat.Name} leaves {user}");
        if (!_users[user].Connections.Remove(seat)) Fail($"{seat.Name} leaves {user}, whom it has not joined");
        if (seat.IsBusy && !IsPast(0.625)) Fail($"{seat.Name} leaves {user} while a method runs for it");
    }

    public async ValueTask<ISocketUser?> OnConnectAsync(HttpContext request)
    {
        var seat = SeatOf(request);
        if (seat.Device.IsHeldAtDoor) await RunMethodAsync(seat);
        return seat.User is { } user ? new SocketUser(user) : null;
    }

    public async ValueTask<ISocketUser?> AuthenticateAsync(HttpContext request, ISocket socket, string text)
    {
        var seat = SeatOf(request);
        seat.Heard++;
        Trace($"  [Authenticate] {text}");
        var words = text.Split(' ');
        await FollowAsync(seat, socket, words);
        if (words[1] != "is") return null;

        var since = _time.GetUtcNow();
        if (words[^1] == "hold") await RunMethodAsync(seat);
        seat.Claim = words[2] == "nobody" ? "" : words[2];
        if (_time.GetUtcNow() < since + Plan.MethodTime) seat.User = seat.Claim; // later, perhaps nobody listens
        return new SocketUser(seat.Claim);
    }

    public async ValueTask HandleAsync(HttpContext request, ISocket socket, string text, string? user)
    {
        var seat = SeatOf(request);
        seat.Heard++;
        Trace($"  [SocketHandler] {text}");
        if (seat.Claim != (user ?? "")) Fail($"a message of {seat.Name} is handled as one of {user}");
        if (seat.IsBusy) Fail($"two messages of {seat.Name} are handled at once");
        if (user is not null)
        {
            if (!_users[user].Connections.Contains(seat)) Fail($"a message of {seat.Name} is handled before it has joined");
            if (!seat.IsServed && !seat.MayBeServed && _users[user].HoldsMessages)
                Fail($"the first message of {seat.Name} does not wait for the online hook");
        }

        seat.IsServed = true;
        await FollowAsync(seat, socket, text.Split(' '));
        if (text.EndsWith("hold", StringComparison.Ordinal)) await RunMethodAsync(seat);
    }

    public async ValueTask CallHookAsync(PresenceChange change, string name, ISocket socket, CancellationToken token)
    {
        _turns.CheckThread();
        var user = change.User.Id;
        Trace($"  {name} {user} {change.Room}");
        var model = _users[user];
        model.HookStarts(change, name, token);
        try
        {
            var habit = _habits.GetValueOrDefault(user);
            if (habit == "hold")
            {
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _heldHooks.Add((gate, user));
                await gate.Task;
            }
            else if (habit == "join")
            {
                await JoinAsync(model, Plan.Rooms[^1], () => socket.JoinAsync(Plan.Rooms[^1], CancellationToken.None));
            }
            else if (habit == "throw")
            {
                throw new InvalidOperationException($"{user} is angry.");
            }
        }
        catch (InvalidOperationException)
        {
            _failedHooks++;
            throw;
        }
        finally
        {
            model.HookEnds();
            Trace($"  {name} {user} ends");
        }
    }

    private async Task RunMethodAsync(Seat seat)
    {
        _turns.CheckThread();
        var method = (Gate: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), _time.GetUtcNow());
        seat.Running.Add(method);
        await method.Gate.Task;
        seat.Running.Remove(method);
    }

    private Seat SeatOf(HttpContext request) => _seats.Single(seat => seat.Device.HttpContext == request);

    private void Trace(string what)
        => _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{(_time.GetUtcNow() - _start).TotalSeconds,6:0.0} {what}"));

    // Thrown at the next check: what a method of the program throws, the runtime takes for an answer.
    private void Fail(string what)
    {
        _failure ??= what;
        Trace($"FAILED: {what}");
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null) Assert.Fail($"{_failure}\n\n{_plan}\n{string.Join('\n', _trace)}");
    }
}
