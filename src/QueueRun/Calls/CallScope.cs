using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Messaging;

namespace QueueRun.Calls;

/// <summary>
/// The services of one call of a user's method: those of a DI scope of its own, which knows the current user and connection, if the method
/// needs a service that is not a singleton; otherwise the program's services.
/// </summary>
internal readonly struct CallScope
{
    private readonly AsyncServiceScope? _own;

    private CallScope(IServiceProvider services, AsyncServiceScope? own) => (Services, _own) = (services, own);

    /// <summary>The services of the call.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Whether the call has a scope of its own, which must be disposed.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The program's services, without a scope.</summary>
    public static CallScope Shared(IServiceProvider root) => new(root, null);

    /// <summary>A scope for this call alone.</summary>
    public static CallScope Create(IServiceProvider root, SocketContext context)
    {
        var own = root.CreateAsyncScope();
        own.ServiceProvider.GetRequiredService<ScopeContext>().Bound = context;
        return new(own.ServiceProvider, own);
    }

    /// <summary>Calls a method. The task holds every exception, also one that is thrown before the method's first wait.</summary>
    public static ValueTask Invoke<TCall>(Func<TCall, ValueTask> method, TCall call)
    {
        try
        {
            return method(call);
        }
#pragma warning disable CA1031 // The caller judges every exception of a user's method when the method has ended.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(error);
        }
    }

    /// <summary>
    /// Completes when the method has really ended and its services are disposed. Returns the exception, the method's before a service's;
    /// never throws.
    /// </summary>
    /// <remarks>
    /// The state of this method is pooled. Await it without a synchronization context: then its continuation runs at once, and not after
    /// other work of that context.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Exception?> EndAsync(ValueTask running)
    {
        Exception? error = null;
        try
        {
            await running;
        }
#pragma warning disable CA1031 // The caller judges every exception of a user's method.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = thrown;
        }

        try
        {
            if (_own is { } scope) await scope.DisposeAsync();
        }
#pragma warning disable CA1031 // Disposing a user's service runs the user's code too.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error ??= thrown;
        }

        return error;
    }
}
