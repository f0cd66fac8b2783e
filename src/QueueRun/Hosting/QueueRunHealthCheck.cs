using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QueueRun.Connections;
using QueueRun.Jobs;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>Checks whether this process should receive new connections, and can push and do jobs.</summary>
/// <remarks>
/// Load alone never makes the process unhealthy: a balancer that removes a crowded process moves its clients to the next one.
/// </remarks>
internal sealed class QueueRunHealthCheck(
    QueueRunGauges gauges, WaitingRoom waiting, IUserDirectory users, JobRunner jobs, IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <summary>The share of places for unauthenticated connections that must be taken for the check to be degraded.</summary>
    private const double Crowded = 0.8;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var unauthenticated = gauges.UnauthenticatedConnections;
        Dictionary<string, object> data = new()
        {
            ["active_connections"] = gauges.ActiveConnections,
            ["unauthenticated_connections"] = unauthenticated,
            ["online_users"] = gauges.OnlineUsers,
        };

        HealthCheckResult result;
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            result = new(context.Registration.FailureStatus, "Starting: no connections yet.", data: data);
        else if (lifetime.ApplicationStopping.IsCancellationRequested)
            result = new(context.Registration.FailureStatus, "Shutting down: no new connections.", data: data);
        else if (users.Health is DirectoryHealth.Unavailable)
            result = new(context.Registration.FailureStatus, "The program's other processes cannot be reached: no user can connect.", data: data);
        else if (users.Health is DirectoryHealth.Repairing)
            result = HealthCheckResult.Degraded("The directory of users lost its data, and is written again: no hook is called meanwhile.", data: data);
        else if (unauthenticated >= Crowded * waiting.Size)
            result = HealthCheckResult.Degraded($"{unauthenticated} of at most {waiting.Size} connections wait to be authenticated.", data: data);
        else if (jobs.IsInTrouble)
            result = HealthCheckResult.Degraded("The job store cannot be used.", data: data);
        else
            result = HealthCheckResult.Healthy("Takes connections.", data);
        return Task.FromResult(result);
    }
}
