using System.Diagnostics.Metrics;
using QueueRun.Connections;
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

    public QueueRunGauges(IMeterFactory meters, ConnectionTable connections, WaitingRoom waiting, PresenceTracker presence)
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
    }

    public long ActiveConnections => _connections.Count;

    public long UnauthenticatedConnections => _waiting.Count;

    public long OnlineUsers => _presence.OnlineCount;
}
