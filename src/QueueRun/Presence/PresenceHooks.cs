using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Messaging;
using QueueRun.Routing;

namespace QueueRun.Presence;

/// <summary>The hooks of a program, in the ordinal order of their names, and how they are called.</summary>
internal sealed class PresenceHooks(
    ModuleBuilder module, ServiceLifetimes lifetimes, Func<SocketServices> sockets, IServiceProvider root, QueueRunOptions options,
    TimeProvider time, QueueRunMetrics metrics, ILogger<PresenceHooks> log)
{
    /// <summary>A hook, and whether it asks for a service that is not a singleton.</summary>
    public sealed record Hook(HookDescriptor Descriptor, bool NeedsScope);

    public Hook[] Online { get; } = Order(module.OnlineHooks, lifetimes);

    public Hook[] Offline { get; } = Order(module.OfflineHooks, lifetimes);

    public TimeProvider Time => time;

    public TimeSpan OfflineDelay => options.OfflineDelay;

    /// <summary>Whether there is anything for a first message to wait for.</summary>
    public bool HasOnline => Online.Length > 0;

    /// <summary>Calls a hook; completes when it has really ended.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="user">The user.</param>
    /// <param name="online">Which of the two it is.</param>
    /// <param name="overdue">Called when it has taken longer than its time; perhaps while it ends, and then perhaps a little later.</param>
    public async Task CallAsync(Hook hook, ISocketUser user, bool online, Action overdue)
    {
        var name = hook.Descriptor.Name;
        // Never disposed: its deadline may come while the hook ends, and it holds nothing.
        var timeout = new CancellationTokenSource();
        var deadline = new Deadline(time, new());
        var started = metrics.StartHook();
        var failed = false;
        lock (deadline.Gate)
        {
            deadline.Start(options.DefaultTimeout, () =>
            {
                log.TimedOut(name, user.Id);
                _ = timeout.CancelAsync();
                overdue();
            });
        }

        try
        {
            var context = new UserContext(user.Id);
            if (!hook.NeedsScope)
            {
                await hook.Descriptor.InvokeAsync(new(user, new Socket(sockets(), context), root, timeout.Token));
                return;
            }

            await using var scope = root.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ScopeContext>().Bound = context;
            await hook.Descriptor.InvokeAsync(new(user, new Socket(sockets(), context), scope.ServiceProvider, timeout.Token));
        }
#pragma warning disable CA1031 // A hook that throws breaks nothing.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failed = true;
            log.Failed(error, name, user.Id);
        }
        finally
        {
            lock (deadline.Gate) deadline.End();
            var outcome = timeout.IsCancellationRequested ? Outcome.TimedOut : failed ? Outcome.Failed : Outcome.Ok;
            metrics.HookEnded(started, online ? "online" : "offline", name, outcome);
        }
    }

    private static Hook[] Order(List<HookDescriptor> hooks, ServiceLifetimes lifetimes)
        => [.. hooks.OrderBy(hook => hook.Name, StringComparer.Ordinal).Select(hook => new Hook(hook, lifetimes.NeedScope(hook.Services)))];
}
