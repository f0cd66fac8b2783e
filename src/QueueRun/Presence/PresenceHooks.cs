using Microsoft.Extensions.Logging;
using QueueRun.Calls;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Presence;

/// <summary>The hooks of a program, in the ordinal order of their names. Calls them.</summary>
internal sealed class PresenceHooks(
    IReadOnlyDictionary<PresenceEvent, List<HookDescriptor>> hooks, ServiceLifetimes lifetimes, Func<SocketServices> sockets, IServiceProvider root, QueueRunOptions options,
    TimeProvider time, QueueRunMetrics metrics, ILogger<PresenceHooks> log)
{
    /// <summary>A hook, and whether it needs a service that is not a singleton.</summary>
    public sealed record Hook(HookDescriptor Descriptor, bool NeedsScope);

    private readonly Dictionary<PresenceEvent, Hook[]> _hooks = hooks.ToDictionary(of => of.Key, of => Order(of.Value, lifetimes));

    public TimeProvider Time => time;

    public TimeSpan OfflineDelay => options.OfflineDelay;

    /// <summary>Whether there are online hooks, for which a first message waits.</summary>
    public bool HasOnline => Of(PresenceEvent.Online).Length > 0;

    /// <summary>Whether there are no hooks for users.</summary>
    public bool IsEmpty => Of(PresenceEvent.Online).Length == 0 && Of(PresenceEvent.Offline).Length == 0;

    /// <summary>Whether there are hooks for joining or leaving rooms.</summary>
    public bool HearsOfRooms { get; } = hooks[PresenceEvent.Join].Count + hooks[PresenceEvent.Leave].Count > 0;

    /// <summary>The hooks for an event, in the order of the calls.</summary>
    public Hook[] Of(PresenceEvent happened) => _hooks[happened];

    private IServiceProvider Root => root;

    private SocketServices Sockets => sockets();

    private TimeSpan Timeout => options.DefaultTimeout;

    private ILogger<PresenceHooks> Log => log;

    /// <summary>
    /// Calls a hook; completes when it has really ended. False if it failed because this process may no longer call hooks.
    /// </summary>
    /// <param name="hook">The hook.</param>
    /// <param name="change">The change for which it is called.</param>
    /// <param name="context">The circumstances of the call.</param>
    /// <param name="overdue">
    /// Called if the hook takes longer than its time. The call may overlap the end of the hook, or come a little after it.
    /// </param>
    /// <param name="end">Cancelled if this process may no longer call hooks.</param>
    public async Task<bool> CallAsync(Hook hook, PresenceChange change, PresenceContext context, Action overdue, CancellationToken end)
    {
        var started = metrics.StartHook();
        var call = new Call(this, hook, change, context, overdue);
        await using var cancelling = end.UnsafeRegister(static call => ((Call)call!).Cancel(), call);
        var outcome = await call.RunAsync();
        metrics.HookEnded(started, NameOf(change.Event), hook.Descriptor.Name, outcome);
        return outcome is Outcome.Ok || !end.IsCancellationRequested;
    }

    private static string NameOf(PresenceEvent happened) => happened switch
    {
        PresenceEvent.Online => "online",
        PresenceEvent.Offline => "offline",
        PresenceEvent.Join => "join",
        _ => "leave",
    };

    private static Hook[] Order(IReadOnlyList<HookDescriptor> hooks, ServiceLifetimes lifetimes)
        => [.. hooks.OrderBy(hook => hook.Name, StringComparer.Ordinal).Select(hook => new Hook(hook, lifetimes.NeedScope(hook.Services)))];

    /// <summary>One call of a hook.</summary>
    private sealed class Call(PresenceHooks hooks, Hook hook, PresenceChange change, PresenceContext context, Action overdue)
        : WaitedCall<HookCall>(new Deadline(hooks.Time, new()), hooks.Root)
    {
        /// <summary>Calls the hook. Returns its <see cref="Outcome"/>; never throws: an exception of the hook is logged.</summary>
        public async Task<string> RunAsync()
        {
            var error = await CallAsync(hook.Descriptor.InvokeAsync, hooks.Timeout, hook.NeedsScope, new UserContext(change.User.Id));
            lock (Gate) EndDeadline();
            if (error is not null) hooks.Log.Failed(error, hook.Descriptor.Name, change.User.Id);
            return IsTimedOut ? Outcome.TimedOut : error is not null ? Outcome.Failed : Outcome.Ok;
        }

        protected override HookCall Bind(SocketContext socket, IServiceProvider services)
            => new(change, context, new Socket(hooks.Sockets, socket), services, Token);

        protected override void TimedOut()
        {
            hooks.Log.TimedOut(hook.Descriptor.Name, change.User.Id);
            Cancel();
            overdue();
        }
    }
}
