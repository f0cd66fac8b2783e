using System.Collections.Concurrent;
using System.Reflection;
using QueueRun.Hosting;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Testing;

/// <summary>The running methods of the program. All methods are wrapped before the program is built.</summary>
internal sealed class Flows
{
    private static readonly MethodInfo _clone = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly ConcurrentDictionary<Flow, bool> _running = new();
    private long _moves;

    public ICollection<Flow> Running => _running.Keys;

    /// <summary>A number that changes whenever a method begins, goes on, begins to wait, or ends.</summary>
    public long Moves => Interlocked.Read(ref _moves);

    public void Moved() => Interlocked.Increment(ref _moves);

    /// <summary>Wraps every method of a module: each call is a flow.</summary>
    public void Watch(ModuleBuilder module)
    {
        Wrap<HandlerDescriptor, Func<HandlerCall, ValueTask>>(
            module.Handlers, nameof(HandlerDescriptor.InvokeAsync),
            handler => call => FollowAsync(new(this, call), () => handler.InvokeAsync(call), call.Token));
        Wrap<AuthenticateDescriptor, Func<HandlerCall, ValueTask<ISocketUser?>>>(
            module.Authenticators, nameof(AuthenticateDescriptor.InvokeAsync),
            method => call => FollowAsync(new(this, call), () => method.InvokeAsync(call), call.Token));
        foreach (var hooks in module.Hooks.Values)
        {
            Wrap<HookDescriptor, Func<HookCall, ValueTask>>(
                hooks, nameof(HookDescriptor.InvokeAsync),
                hook => call => FollowAsync(new(this, userId: call.UserId()), () => hook.InvokeAsync(call), call.Token));
        }

        foreach (var type in module.JobTypes) type.Descriptor = WrapJob(type.Descriptor);
        for (var i = 0; i < module.Schedules.Count; i++) module.Schedules[i] = WrapJob(module.Schedules[i]);
    }

    private TJob WrapJob<TJob>(TJob job) where TJob : JobDescriptor => Copy<TJob, Func<JobCall, ValueTask>>(
        job, nameof(JobDescriptor.InvokeAsync),
        call => FollowAsync(new(this, jobId: call.Job.Id), () => job.InvokeAsync(call), call.Token));

    private async ValueTask FollowAsync(Flow flow, Func<ValueTask> invoke, CancellationToken token)
    {
        _running[flow] = true;
        flow.Begin(token);
        try
        {
            await invoke().ConfigureAwait(false);
        }
        finally
        {
            flow.End();
            _running.TryRemove(flow, out _);
            Moved();
        }
    }

    private async ValueTask<T> FollowAsync<T>(Flow flow, Func<ValueTask<T>> invoke, CancellationToken token)
    {
        T? result = default;
        await FollowAsync(flow, Invoke, token).ConfigureAwait(false);
        return result!;

        async ValueTask Invoke() => result = await invoke().ConfigureAwait(false);
    }

    private static void Wrap<TDescriptor, TInvoke>(List<TDescriptor> descriptors, string property, Func<TDescriptor, TInvoke> wrap)
        where TDescriptor : class
    {
        for (var i = 0; i < descriptors.Count; i++) descriptors[i] = Copy(descriptors[i], property, wrap(descriptors[i]));
    }

    /// <summary>
    /// A descriptor may be shared with other programs of this process, so it is replaced by a copy. All of it is copied, so later additions
    /// to descriptors are not lost here.
    /// </summary>
    private static TDescriptor Copy<TDescriptor, TInvoke>(TDescriptor descriptor, string property, TInvoke invoke) where TDescriptor : class
    {
        var copy = (TDescriptor)_clone.Invoke(descriptor, null)!;
        typeof(TDescriptor).GetProperty(property)!.SetValue(copy, invoke);
        return copy;
    }
}
