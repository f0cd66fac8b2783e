using Microsoft.Extensions.DependencyInjection;

namespace QueueRun;

/// <summary>What <c>AddQueueRun</c> returns; add-ons extend it.</summary>
public sealed class QueueRunBuilder
{
    internal QueueRunBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }
}
