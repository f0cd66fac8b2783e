using System.Diagnostics.Metrics;
using QueueRun.Connections;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Diagnostics;

/// <summary>
/// What the program's state says whenever somebody looks. Read, not counted along: so it costs nothing in between, and is right for
/// a listener that comes later.
/// </summary>
internal sealed class QueueRunGauges
{
    private readonly ConnectionTable _connections;
    private readonly WaitingRoom _waiting;
    private readonly PresenceTracker _presence;

    public QueueRunGauges(
        IMeterFactory meters, ConnectionTable connections, WaitingRoom waiting, PresenceTracker presence, IJobStore store, JobTable table,
        JobRunner jobs)
    {
        (_connections, _waiting, _presence) = (connections, waiting, presence);
        var meter = meters.Create(QueueRunMetrics.MeterName);
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.active_connections", () => ActiveConnections, "{connection}", "Open connections of this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.unauthenticated_connections", () => UnauthenticatedConnections, "{connection}",
            "Open connections that have not yet said who they are.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.online_users", () => OnlineUsers, "{user}", "Users who are online in this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.outbox.size", () => _connections.OutboxSize, "By", "What waits to be sent, in all outboxes of this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.waiting_jobs", () => Counts(count => count.Waiting), "{job}",
            "Jobs of the store that wait: for a worker, their time, those before them, or to be tried again.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.running_jobs", Running, "{job}",
            "Jobs that run in this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.failed_jobs", () => Counts(count => count.Failed), "{job}",
            "Jobs of the store that failed for good and are kept.");

        // A queue that has nothing says so: a collector would go on with what it heard last.
        IEnumerable<Measurement<long>> Counts(Func<QueueCounts, long> count)
        {
            var counts = store.Counts;
            return table.Queues.Union(counts.Keys).Select(queue => Of(queue, count(counts.GetValueOrDefault(queue))));
        }

        IEnumerable<Measurement<long>> Running()
        {
            var running = jobs.Running.CountBy(attempt => attempt.Job.Queue).ToDictionary();
            return table.Queues.Select(queue => Of(queue, running.GetValueOrDefault(queue)));
        }

        static Measurement<long> Of(string queue, long count) => new(count, new KeyValuePair<string, object?>(Attributes.Queue, queue));
    }

    public long ActiveConnections => _connections.Count;

    public long UnauthenticatedConnections => _waiting.Count;

    public long OnlineUsers => _presence.OnlineCount;
}
