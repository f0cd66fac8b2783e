using System.Diagnostics.Metrics;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>
/// Gauges of the program's state. Each reads the state when a collector asks, and counts nothing in between: so it costs nothing, and is
/// right for a listener that starts later.
/// </summary>
internal sealed class QueueRunGauges
{
    private readonly ConnectionTable _connections;
    private readonly WaitingRoom _waiting;
    private readonly RoomTable _rooms;
    private readonly PresenceTracker _presence;

    public QueueRunGauges(
        IMeterFactory meters, ConnectionTable connections, RoomTable rooms, WaitingRoom waiting, PresenceTracker presence, UpgradePlaces places, IJobStore store,
        JobTable table, JobRunner jobs)
    {
        (_connections, _rooms, _waiting, _presence) = (connections, rooms, waiting, presence);
        var meter = meters.Create(QueueRunMetrics.MeterName);
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.active_connections", () => ActiveConnections, "{connection}", "Open connections of this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.detached_connections", () => places.Count, "{connection}", "Open connections whose upgrade request has ended.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.unauthenticated_connections", () => UnauthenticatedConnections, "{connection}",
            "Open connections that have not yet authenticated.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.rooms", () => _rooms.Count, "{room}", "Rooms of this process that somebody is in.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.online_users", () => OnlineUsers, "{user}", "Users who are online in this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.socket.outbox.size", () => _connections.OutboxSize, "By", "Bytes that wait to be sent, in all outboxes of this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.waiting_jobs", () => Counts(count => count.Waiting), "{job}",
            "Jobs of the store that wait: for a worker, for their time, for earlier jobs with the same key, or for another attempt.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.running_jobs", Running, "{job}",
            "Jobs that run in this process.");
        meter.CreateObservableUpDownCounter(
            "queuerun.job.failed_jobs", () => Counts(count => count.Failed), "{job}",
            "Jobs of the store that failed for good and are kept.");

        // An empty queue reports 0: otherwise a collector would keep the last value.
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

        static Measurement<long> Of(string queue, long count) => new(count, new KeyValuePair<string, object?>(TelemetryNames.Queue, queue));
    }

    public long ActiveConnections => _connections.Count;

    public long UnauthenticatedConnections => _waiting.Count;

    public long OnlineUsers => _presence.OnlineCount;
}
