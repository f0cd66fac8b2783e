using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Presence;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

/// <summary>
/// The users and rooms of all processes. The connections of this process are in a <see cref="LocalUserDirectory"/>; each user has one home,
/// the process whose presence calls the hooks.
/// </summary>
/// <remarks>
/// Each user's changes are written one after the other, by one task for each user at a time: see <see cref="ClusterUser"/>. If the
/// directory cannot be reached, users wait until one task for all of them, <see cref="RepairAsync"/>, writes them again.
/// </remarks>
internal sealed partial class ClusterDirectory : IUserDirectory, IUserListener, IDisposable
{
    private const int SliceSize = 500;

    // A test plays several processes on one thread, whose context is kept.
    private const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private readonly IClusterStore _store;
    private readonly ClusterSettings _settings;
    private readonly PresenceTracker _presence;
    private readonly LocalUserDirectory _local;
    private readonly RoomTable _rooms;
    private readonly UserJson _userJson;
    private readonly QueueRunOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger<ClusterDirectory> _log;
    private readonly ConcurrentDictionary<string, ClusterUser> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _halfCleared = new(StringComparer.Ordinal); // dead processes: slices may have been cleared without a reply
    private readonly ConcurrentDictionary<char, bool> _unknownKinds = []; // each is logged once
    private readonly RoomRoutes _routes;
    private readonly Lease _lease;
    private readonly CancellationTokenSource _stop = new();
    private volatile Member? _self;
    private volatile bool _isStopping;
    private bool _isDisposed;
    private bool? _isAvailable; // null until it has been tried
    private string? _generation;
    private bool _isLate; // the others have repaired a loss of data without this process
    private Task? _beating;
    private int _pending; // bytes of sends that wait for an answer

    /// <summary>This process, under one id: it gets another one when it has to register again.</summary>
    private sealed record Member(string Id, Mailbox Mailbox)
    {
        /// <summary>The number of the last message, as of the beat before.</summary>
        public long Expected { get; set; }
    }

    public ClusterDirectory(
        IClusterStore store, ClusterSettings settings, PresenceTracker presence, ConnectionTable table, RoomTable rooms, UserJson userJson,
        IOptions<QueueRunOptions> options, TimeProvider time, ClusterMetrics metrics, ILogger<ClusterDirectory> log)
    {
        (_store, _settings, _presence, _rooms, _userJson) = (store, settings, presence, rooms, userJson);
        (_options, _time, _metrics, _log) = (options.Value, time, metrics, log);
        _local = new(this, table, rooms, options);
        _lease = new(time, settings.LeaseTime);
        _routes = new(store, time, () => _self is { } self ? (self.Id, self.Mailbox.Last) : null);
        rooms.Listener = _routes;
        metrics.Homes = () => _users.Values.Count(user => user.IsHome);
    }

    /// <summary>Decides how long a failed beat waits.</summary>
    internal Random Random { get; init; } = Random.Shared;

    public DirectoryHealth Health => !_lease.IsHeld || IsAway ? DirectoryHealth.Unavailable : _lease.IsRepairing ? DirectoryHealth.Repairing : DirectoryHealth.Healthy;

    private TimeSpan BeatInterval => TimeSpan.FromTicks(Math.Min(_settings.LeaseTime.Ticks / 3, TimeSpan.TicksPerSecond));

    private Member Self => _self ?? throw new ClusterUnavailableException("Redis has not been reached yet.");

    /// <summary>
    /// Registers this process. If the directory cannot be reached in time, the program starts all the same, and goes on trying.
    /// </summary>
    /// <exception cref="NotSupportedException">The directory cannot be used: Redis is too old.</exception>
    /// <exception cref="PrefixTakenException">Processes of another program use the prefix.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _beating = BeatAsync(first, _stop.Token);
        try
        {
            await HereAsync(first.Task).WaitAsync(_settings.ConnectTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A log entry has said why.
        }
    }

    public void Stop()
    {
        _isStopping = true;
        foreach (var user in _users.Values)
        {
            lock (user.Gate)
            {
                ConsiderResigning(user);
                Work(user);
            }
        }
    }

    public async ValueTask EndAsync()
    {
        using var late = new CancellationTokenSource(_settings.SendTimeout * 2, _time);
        while (_users.Values.Any(user => user.IsBusy) && !late.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(5), _time, CancellationToken.None);

        _lease.End();
        _routes.End();
        _stop.Cancel(); // wakes the task of the beats, and nothing else
        if (_beating is { } beating) await beating;
        if (_self is { } self)
        {
            try
            {
                await _store.QuitAsync(self.Id, isClean: _users.Values.All(user => user.IsUnused));
            }
            catch (ClusterUnavailableException)
            {
                // The lease ends by itself, and others clear away what is left.
            }
        }

        await _store.DisposeAsync();
    }

    /// <summary>Called once for each of the services that this object is.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;

        _isDisposed = true;
        _stop.Cancel(); // a program that has failed to start was never stopped
        _lease.Dispose();
        _stop.Dispose();
    }

    public ValueTask MayCallAsync() => _lease.MayCallAsync();

    public CancellationToken CallsEnd => _lease.Token;

    private async Task BeatAsync(TaskCompletionSource first, CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var isBeaten = await TryBeatAsync(first);
            failures = isBeaten ? 0 : failures + 1;
            if (isBeaten) first.TrySetResult();

            // After a failure: 50 ms, doubling to a second, give or take a half.
            var wait = isBeaten ? BeatInterval : TimeSpan.FromMilliseconds(Math.Min(1000, 50 << Math.Min(failures - 1, 5)) * (0.5 + Random.NextDouble()));
            await Task.Delay(wait, _time, stop).ConfigureAwait(Quietly);
        }
    }

    private async Task<bool> TryBeatAsync(TaskCompletionSource first)
    {
        try
        {
            var sent = _time.GetTimestamp();
            if (_self is not { } self)
            {
                await RegisterAsync();
                return true;
            }

            var beat = await _store.BeatAsync(self.Id, _generation, NewId(), isNew: false);
            _lease.Renew(sent, beat.Repair);
            _metrics.Processes = beat.Processes;
            Reached();
            await self.Mailbox.ExpectAsync(self.Expected);
            self.Expected = beat.LastMessage;
            await RepairAsync();
            Sweep();
            await ClearAwayAsync(self, beat);
            return true;
        }
        catch (FencedException)
        {
            _log.Fenced();
            _metrics.Repaired();
            await LeaveIdAsync();
            return false;
        }
        catch (ClusterUnavailableException error)
        {
            NotReached(error);
            return false;
        }
#pragma warning disable CA1031 // An error in one beat must not end the beats.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (error is NotSupportedException or PrefixTakenException) first.TrySetException(error);
            _log.BeatFailed(error);
            return false;
        }
    }

    /// <summary>Registers this process under a new id, and has all that it knows written.</summary>
    private async Task RegisterAsync()
    {
        var id = NewId();
        var traces = new SentTrace();
        var mailbox = new Mailbox(id, _store, message => Handle(message, traces), MessagesLost, _metrics, _log);
        await _store.SubscribeAsync(id, mailbox.ReceiveAsync);
        var sent = _time.GetTimestamp();
        Beat beat;
        try
        {
            beat = await _store.BeatAsync(id, _generation, NewId(), isNew: true);
        }
        catch
        {
            await UnsubscribeAsync(id); // the next attempt has another id
            throw;
        }

        var isLost = _generation is not null && _generation != beat.Generation;
        if (isLost) _log.DataLost(beat.Repair);
        (_generation, _isLate) = (beat.Generation, beat.IsLate);
        _self = new(id, mailbox);
        foreach (var user in _users.Values)
        {
            lock (user.Gate)
            {
                (user.Record, user.Number, user.RestoresFacts, user.IsJsonPending) = (null, 0, isLost, user.Json is not null);
                user.Touch();
                if (!user.IsBusy) user.IsDirty = true; // else the task that works writes it
            }
        }

        _metrics.Processes = beat.Processes;
        _log.Registered(id, beat.Processes, _settings.Prefix);
        Reached();
        await RepairAsync();
        await RestoreRoomsAsync(id, isLost);
        _lease.Renew(sent, beat.Repair); // last: facts first, calls later
    }

    /// <summary>This process was buried: other processes call the hooks of its users now.</summary>
    private async Task LeaveIdAsync()
    {
        _lease.End();
        var left = _self;
        _self = null;
        _halfCleared.Clear();
        foreach (var user in _users.Values)
        {
            lock (user.Gate)
            {
                user.ToldRooms = user.IsHome ? _presence.Resign(user.Id) : null;
                (user.IsHome, user.IsPresent, user.Departure, user.IsResigning) = (false, false, null, false);
                user.ToldRoomsPending.Clear();
            }
        }

        if (left is not null) await UnsubscribeAsync(left.Id);
    }

    /// <summary>Changes of users and of rooms may have been among the messages: the next beat asks for all of them.</summary>
    private void MessagesLost()
    {
        foreach (var user in _users.Values)
        {
            lock (user.Gate) user.Ask();
        }
    }

    private async Task UnsubscribeAsync(string id)
    {
        try
        {
            await _store.UnsubscribeAsync(id);
        }
        catch (ClusterUnavailableException)
        {
            // Nothing is published to that id any more.
        }
    }

    /// <summary>Buries processes whose lease is over, and clears away what the dead have left.</summary>
    private async Task ClearAwayAsync(Member self, Beat beat)
    {
        if (!_lease.IsSettled) return;

        foreach (var other in beat.Expired)
        {
            _log.Buried(other);
            await _store.BuryAsync(self.Id, other);
        }

        foreach (var dead in beat.Dead.Concat(beat.Expired).Union(_halfCleared).ToArray())
        {
            var isAgain = !_halfCleared.Add(dead);
            ReapPosition? position = default(ReapPosition);
            while (position is { } here && !_stop.IsCancellationRequested)
            {
                var reply = await _store.ReapAsync(self.Id, dead, here, isAgain);
                foreach (var (userId, record) in reply.Adopted) Apply(userId, record);
                position = reply.Next;
            }

            _halfCleared.Remove(dead);
        }
    }

    /// <summary>Writes the users that wait because the directory could not be reached.</summary>
    private async Task RepairAsync()
    {
        foreach (var slice in _users.Values.Where(user => user.IsDirty).Chunk(SliceSize))
        {
            var free = Array.FindAll(slice, TryTake);
            try
            {
                await WriteAsync(free);
            }
            finally
            {
                foreach (var user in free)
                {
                    lock (user.Gate)
                    {
                        if (user.IsDirty) user.IsBusy = false; // not written
                    }
                }
            }
        }

        // Nothing else is written of the user meanwhile: else older counts might come last.
        static bool TryTake(ClusterUser user)
        {
            lock (user.Gate)
            {
                if (user.IsBusy) return false;

                return user.IsBusy = true;
            }
        }
    }

    /// <summary>Forgets users of whom nothing is left here.</summary>
    private void Sweep()
    {
        foreach (var user in _users.Values)
        {
            lock (user.Gate)
            {
                if (!user.IsUnused)
                {
                    user.IsIdle = false;
                }
                else if (!user.IsIdle)
                {
                    user.IsIdle = true;
                }
                else
                {
                    user.IsRemoved = true;
                    _users.TryRemove(new(user.Id, user));
                }
            }
        }
    }

    /// <summary>Whether sends need not even try: the directory could not be reached, and no beat has been taken since.</summary>
    private bool IsAway => _isAvailable is false;

    private void Reached()
    {
        if (_isAvailable is false) _log.Available();
        _isAvailable = true;
    }

    private void NotReached(ClusterUnavailableException error)
    {
        if (error.InnerException is null) return; // there is no connection yet: the task of the beats is about to know why
        if (_isAvailable is not false) _log.Unavailable(error);
        _isAvailable = false;
    }

    /// <summary>
    /// A task to be waited for with a time limit, which continues in the caller's context, and not on a thread of the pool.
    /// </summary>
    private static async Task<T> HereAsync<T>(Task<T> task) => await task;

    private static async Task HereAsync(Task task) => await task;

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
