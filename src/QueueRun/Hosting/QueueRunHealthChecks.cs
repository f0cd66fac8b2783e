using Microsoft.Extensions.Diagnostics.HealthChecks;
using QueueRun.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds QueueRun's health check.</summary>
public static class QueueRunHealthChecks
{
    /// <summary>
    /// Adds a check whether this process should receive new connections. It is unhealthy before the program has started and once the
    /// program begins to stop; degraded while 80 % of <see cref="QueueRun.QueueRunOptions.MaxUnauthenticatedConnections"/> are taken, or
    /// while the job store cannot be used; else healthy.
    /// </summary>
    /// <param name="builder">The result of <c>AddHealthChecks</c>.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status to report instead of unhealthy.</param>
    /// <param name="tags">Tags, by which an endpoint chooses its checks.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddQueueRun(
        this IHealthChecksBuilder builder, string name = "queuerun", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.AddCheck<QueueRunHealthCheck>(name, failureStatus, tags ?? []);
    }
}
