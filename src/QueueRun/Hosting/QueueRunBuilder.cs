using Microsoft.Extensions.DependencyInjection;

namespace QueueRun;

/// <summary>The result of <c>AddQueueRun</c>; add-ons extend it.</summary>
public sealed class QueueRunBuilder
{
    internal QueueRunBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }
}
