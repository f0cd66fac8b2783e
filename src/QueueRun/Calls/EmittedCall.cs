using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Calls;

/// <summary>The base of every emitted call: its services. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EmittedCall
{
    private protected EmittedCall()
    {
    }

    private protected abstract IServiceProvider Services { get; }

    /// <summary>A required service.</summary>
    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>An optional service: the parameter is nullable or has a default value.</summary>
    public T? ServiceOrDefault<T>() => Services.GetService<T>();

    /// <summary>A required keyed service.</summary>
    public T KeyedService<T>(object? key) where T : notnull => Services.GetRequiredKeyedService<T>(key);

    /// <summary>An optional keyed service.</summary>
    public T? KeyedServiceOrDefault<T>(object? key) => Services.GetKeyedService<T>(key);
}
