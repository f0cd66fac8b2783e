using QueueRun.Connections;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing.Server;

/// <summary>Decides whether one connection has nothing to do, or only waits for the test.</summary>
internal static class ConnectionState
{
    private enum Work
    {
        None,
        Waits,
        Goes,
    }

    /// <param name="connection">The server's end of the connection.</param>
    /// <param name="carrier">The connection in memory; null if the client is not a test's: then only the methods are known.</param>
    /// <param name="flows">The methods that run.</param>
    /// <param name="isVirtual">Whether the clock is the test's.</param>
    public static bool IsIdle(Connection connection, MemoryConnection? carrier, ICollection<Flow> flows, bool isVirtual)
    {
        // The test has made a client stop reading: data written to it wait for the test.
        var isStuck = carrier is { IsSilent: true, IsFull: true };
        IConnectionWork server = connection;
        if (!server.IsOutboxIdle && !isStuck) return false;

        var work = WorkOf(connection.Id, server, flows, isStuck && server.IsWaitingForClient);
        if (work is Work.Goes) return false;
        if (carrier is null) return true;
        if (!connection.IsClosing) return !carrier.IsCut && (carrier.HasServerRead || (isVirtual && server.IsReadingPaused));

        // The connection ends by itself, with two exceptions: a silent client does not answer the close frame, or a method ignores its
        // token.
        if (carrier.IsSilent && (isStuck || carrier.HasServerRead)) return true;
        return work is Work.Waits && flows.All(flow => flow.ConnectionId != connection.Id || flow.IsTold);
    }

    private static Work WorkOf(string connectionId, IConnectionWork server, ICollection<Flow> flows, bool waitsForClient)
    {
        if (server is { IsInboxIdle: true, Running: null }) return Work.None;

        // A method runs: in its turn, concurrently, late, or several of these.
        var (own, beside, late) = (false, 0, false);
        foreach (var flow in flows)
        {
            if (flow.ConnectionId != connectionId) continue;
            if (!flow.IsWaiting && !(waitsForClient && flow.IsStill)) return Work.Goes;
            if (flow.IsLate) late = true;
            else if (flow.IsBeside) beside++;
            else own = true;
        }

        if (beside < server.Beside) return Work.Goes; // a concurrent method is about to run, or its answer to be sent

        // Otherwise a message was taken, and its method is about to be found or to run; unless it must wait first.
        var waits = own || (server.IsInboxIdle ? late || beside > 0 : server.IsMessageHeld || waitsForClient);
        return waits ? Work.Waits : Work.Goes;
    }
}
