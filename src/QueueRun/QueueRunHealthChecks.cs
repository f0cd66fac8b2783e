using Microsoft.Extensions.Diagnostics.HealthChecks;
using QueueRun.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds QueueRun's health check.</summary>
public static class QueueRunHealthChecks
{
    /// <summary>
    /// Adds a check of whether this process should be given new connections: unhealthy before the program has started and from when it
    /// begins to stop; degraded while 80 % of <see cref="QueueRun.QueueRunOptions.MaxUnauthenticatedConnections"/> are taken, and while the job store cannot be used; else healthy.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported instead of unhealthy.</param>
    /// <param name="tags">Tags, to choose the checks of an endpoint by.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddQueueRun(
        this IHealthChecksBuilder builder, string name = "queuerun", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.AddCheck<QueueRunHealthCheck>(name, failureStatus, tags ?? []);
    }
}
