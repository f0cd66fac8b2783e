using Microsoft.Extensions.Hosting;
using QueueRun.Redis.Cluster;

namespace QueueRun.Redis.Hosting;

/// <summary>Registers the process before the server takes connections. The directory ends when QueueRun's last hook has ended.</summary>
internal sealed class ClusterHost(ClusterDirectory directory) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => directory.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
