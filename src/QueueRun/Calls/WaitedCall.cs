using QueueRun.Messaging;

namespace QueueRun.Calls;

/// <summary>
/// One call of a hook or a job handler. It completes when the method has really ended, even after its deadline. Made for one call.
/// </summary>
/// <param name="deadline">Used by this call alone while it runs.</param>
/// <param name="root">The program's services.</param>
internal abstract class WaitedCall<TCall>(Deadline deadline, IServiceProvider root) : TimedCall(deadline) where TCall : EmittedCall
{
    /// <summary>The argument of the emitted method, which binds the parameters from it.</summary>
    protected abstract TCall Bind(SocketContext context, IServiceProvider services);

    /// <summary>Calls the method. Returns the exception, if any; never throws.</summary>
    /// <param name="method">The emitted method.</param>
    /// <param name="timeout">How long the method may take before <see cref="TimedCall.TimedOut"/> is called.</param>
    /// <param name="needsScope">Whether the method needs a service that is not a singleton.</param>
    /// <param name="context">Knows the current user.</param>
    protected async Task<Exception?> CallAsync(Func<TCall, ValueTask> method, TimeSpan timeout, bool needsScope, SocketContext context)
    {
        lock (Gate) Start(timeout, IsCancelled);
        Exception? error;
        try
        {
            var scope = needsScope ? CallScope.Create(root, context) : CallScope.Shared(root);
            error = await scope.EndAsync(CallScope.Invoke(method, Bind(context, scope.Services))).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The program has ended, so there are no services.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = thrown;
        }

        lock (Gate) TryEnd();
        return error;
    }
}
