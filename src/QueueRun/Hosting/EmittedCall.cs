using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Hosting;

/// <summary>What every emitted call has: services. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EmittedCall
{
    private protected EmittedCall()
    {
    }

    private protected abstract IServiceProvider Services { get; }

    /// <summary>A service that must be there.</summary>
    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A service that may be missing: the parameter is nullable or has a default value.</summary>
    public T? ServiceOrDefault<T>() => Services.GetService<T>();

    /// <summary>A keyed service that must be there.</summary>
    public T KeyedService<T>(object? key) where T : notnull => Services.GetRequiredKeyedService<T>(key);

    /// <summary>A keyed service that may be missing.</summary>
    public T? KeyedServiceOrDefault<T>(object? key) => Services.GetKeyedService<T>(key);
}
