using System.Collections.Concurrent;
using System.Reflection;
using QueueRun.Hosting;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Routing;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing;

/// <summary>The methods of the program that run. They are wrapped before the program is built.</summary>
internal sealed class Flows
{
    private static readonly MethodInfo _clone = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly AsyncLocal<Flow?> _current = new();
    private readonly ConcurrentDictionary<Flow, bool> _running = new();

    /// <summary>The call that this code belongs to, or null.</summary>
    public Flow? Current => _current.Value;

    public ICollection<Flow> Running => _running.Keys;

    /// <summary>Wraps every method of a module: each call is a flow.</summary>
    public void Watch(ModuleBuilder module)
    {
        Wrap<HandlerDescriptor, Func<HandlerCall, ValueTask>>(
            module.Handlers, nameof(HandlerDescriptor.InvokeAsync), handler => call => FollowAsync(Of(call), () => handler.InvokeAsync(call)));
        Wrap<AuthenticateDescriptor, Func<HandlerCall, ValueTask<ISocketUser?>>>(
            module.Authenticators, nameof(AuthenticateDescriptor.InvokeAsync), method => call => FollowAsync(Of(call), () => method.InvokeAsync(call)));
        foreach (var hooks in new[] { module.OnlineHooks, module.OfflineHooks })
        {
            Wrap<HookDescriptor, Func<HookCall, ValueTask>>(
                hooks, nameof(HookDescriptor.InvokeAsync), hook => call => FollowAsync(new(null, null, call.UserId()), () => hook.InvokeAsync(call)));
        }

        foreach (var type in module.JobTypes) type.Descriptor = WrapJob(type.Descriptor);
        for (var i = 0; i < module.Schedules.Count; i++) module.Schedules[i] = WrapJob(module.Schedules[i]);
    }

    private TJob WrapJob<TJob>(TJob job) where TJob : JobDescriptor => Copy<TJob, Func<JobCall, ValueTask>>(
        job, nameof(JobDescriptor.InvokeAsync), call => FollowAsync(new(null, null, null, call.Job.Id), () => job.InvokeAsync(call)));

    private static Flow Of(HandlerCall call) => new(call.HttpContext.Features.Get<MemoryConnection>(), call, null);

    private async ValueTask FollowAsync(Flow flow, Func<ValueTask> invoke)
    {
        _current.Value = flow; // of this method and what it calls, not of its caller
        _running[flow] = true;
        try
        {
            await invoke().ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(flow, out _);
        }
    }

    private async ValueTask<T> FollowAsync<T>(Flow flow, Func<ValueTask<T>> invoke)
    {
        T? result = default;
        await FollowAsync(flow, Invoke).ConfigureAwait(false);
        return result!;

        async ValueTask Invoke() => result = await invoke().ConfigureAwait(false);
    }

    private static void Wrap<TDescriptor, TInvoke>(List<TDescriptor> descriptors, string property, Func<TDescriptor, TInvoke> wrap)
        where TDescriptor : class
    {
        for (var i = 0; i < descriptors.Count; i++) descriptors[i] = Copy(descriptors[i], property, wrap(descriptors[i]));
    }

    /// <summary>
    /// A descriptor may be shared with other programs of this process, so a copy takes its place. It is copied whole: what the runtime
    /// adds to descriptors is not lost here.
    /// </summary>
    private static TDescriptor Copy<TDescriptor, TInvoke>(TDescriptor descriptor, string property, TInvoke invoke) where TDescriptor : class
    {
        var copy = (TDescriptor)_clone.Invoke(descriptor, null)!;
        typeof(TDescriptor).GetProperty(property)!.SetValue(copy, invoke);
        return copy;
    }
}
