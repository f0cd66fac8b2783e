using QueueRun.Wire;

namespace QueueRun.Connections;

// Sends frames, and closes connections.
internal sealed partial class LocalUserDirectory
{
    public ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
    {
        if (to.Sender is { } own && !to.LeavesOutSender && IsOnly(own, to)) return SendToOwnAsync(to.UserIds is [var userId] ? userId : null, frame, own, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        if (to.UserIds is not []) return new(SendToUsers(to, frame));

        var reached = 0;
        if (to.Room is { } room)
        {
            foreach (var connection in rooms.Walk(room))
            {
                if (!to.LeavesOut(connection) && connection.TrySend(frame)) reached++;
            }
        }
        else
        {
            foreach (var connection in table)
            {
                if (connection.IsAdmitted && !to.LeavesOut(connection) && connection.TrySend(frame)) reached++;
            }
        }

        return new(new SendResult(reached, []));
    }

    public ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var connection in ConnectionsOf(who)) connection.Close(status, reason);
        return default;
    }

    private SendResult SendToUsers(Recipients to, Frame frame)
    {
        var reached = 0;
        List<string>? offline = null;
        foreach (var userId in to.UserIds)
        {
            var delivery = SendToUser(userId, to, frame);
            if (delivery is Delivery.Taken) reached++;
            else if (delivery is Delivery.Nobody) (offline ??= []).Add(userId);
        }

        return new(reached, offline ?? (IReadOnlyList<string>)[]);
    }

    /// <summary>Puts a frame into the outboxes of one of the recipients.</summary>
    public Delivery SendToUser(string userId, Recipients to, Frame frame)
    {
        var delivery = Delivery.Nobody;
        foreach (var connection in ConnectionsOf(userId, to.Sender))
        {
            if (to.LeavesOut(connection)) delivery = delivery is Delivery.Taken ? Delivery.Taken : Delivery.LeftOut;
            else if (connection.TrySend(frame)) delivery = Delivery.Taken;
        }

        return delivery;
    }

    private static async ValueTask<SendResult> SendToOwnAsync(string? userId, Frame frame, Connection own, CancellationToken cancellationToken)
        => await own.SendAsync(frame, cancellationToken) ? new SendResult(1, []) : new SendResult(0, userId is null ? [] : [userId]);

    /// <summary>Whether a connection is the only recipient in this process. If so, the send waits for its client.</summary>
    public bool IsOnly(Connection own, Recipients to)
    {
        if (to.Room is { } room) return rooms.Walk(room) is [var alone] && alone == own;
        return to.UserIds is [var userId] && ConnectionsOf(userId, own) is [var only] && only == own;
    }

    private Connection[] ConnectionsOfUsers(Recipients who)
    {
        List<Connection> all = [];
        foreach (var userId in who.UserIds) all.AddRange(ConnectionsOf(userId, who.Sender));
        return [.. all];
    }

    /// <summary>The present connections of the recipients.</summary>
    private Connection[] ConnectionsOf(Recipients who)
    {
        Connection[] all = who switch
        {
            { Connection: { } connection } => [connection],
            { UserIds: [_, ..] } => ConnectionsOfUsers(who),
            { Room: { } room } => [.. rooms.Walk(room)],
            _ => [.. table.Open.Where(connection => connection.IsAdmitted)],
        };
        return who.LeavesOutSender ? AllBut(who.Sender!, all) : all;
    }

    private static Connection[] AllBut(Connection left, Connection[] connections) => Array.FindAll(connections, connection => connection != left);
}
