using System.Diagnostics;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Redis.Store;
using QueueRun.Wire;
using InboundMessage = QueueRun.Redis.Store.InboundMessage;

namespace QueueRun.Redis.Cluster;

// Sends frames, and closes connections: here at once, and at other processes through the directory.
internal sealed partial class ClusterDirectory
{
    // Nothing is awaited before the message is in the outboxes here and on its way to the directory: messages have the order of the calls.
    public ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
    {
        if (frame.Payload.Length > MessageFormat.MaxSize) // before a connection of this process receives it
            throw new ArgumentException($"The message has {frame.Payload.Length} bytes. Over Redis, a message may have at most {MessageFormat.MaxSize}.");

        if (to.UserIds is []) return SendToManyAsync(to, frame, cancellationToken);
        if (to.UserIds is [var userId]) return SendToOneAsync(userId, _local.SendAsync(to, frame, cancellationToken), AskAsync(to, frame));

        cancellationToken.ThrowIfCancellationRequested();
        var userIds = to.UserIds.ToArray();
        return SendToUsersAsync(userIds, Array.ConvertAll(userIds, id => _local.SendToUser(id, to, frame)), AskAsync(to, frame));
    }

    public async ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken)
    {
        // The connections here first: a kick must not fail in silence, but must not fail here either.
        var (userIds, room) = (who.UserIds.ToArray(), who.Room);
        await _local.CloseAsync(who, status, reason, cancellationToken);
        var tail = MessageFormat.Close(status, reason, userIds, room);
        await FencedAsync(async () =>
        {
            if (userIds.Length > 0) await _store.SendAsync(Self.Id, MessageKind.CloseUsers, tail, default, userIds);
            else await _store.SendToRoomAsync(Self.Id, room is null ? MessageKind.CloseAll : MessageKind.CloseRoom, tail, default, room);
            return true;
        }).WaitAsync(cancellationToken);
    }

    private async ValueTask<SendResult> SendToOneAsync(string userId, ValueTask<SendResult> sending, Task<SendReply?> asking)
    {
        var local = await sending;
        var delivery = local.Recipients > 0 ? Delivery.Taken : local.Offline.Count > 0 ? Delivery.Nobody : Delivery.LeftOut;
        return await SendToUsersAsync([userId], [delivery], asking);
    }

    private async ValueTask<SendResult> SendToUsersAsync(string[] userIds, Delivery[] deliveries, Task<SendReply?> asking)
    {
        var reply = await asking;
        var found = reply?.Found ?? [];
        var reached = 0;
        List<string> missing = [];
        for (var i = 0; i < userIds.Length; i++)
        {
            if (deliveries[i] is Delivery.Taken || found.Contains(i)) reached++;
            else if (deliveries[i] is Delivery.Nobody) missing.Add(userIds[i]);
        }

        if (reply is { IsRepairing: false }) return new(reached, missing);

        // While a loss is repaired, any process may have further connections of a user, also of one who is here.
        string[] unknown = reply is null ? userIds : [.. userIds.Where((_, i) => !found.Contains(i))];
        _metrics.Unknown(unknown.Length);
        return new(reached, []) { Unknown = unknown, IsComplete = false };
    }

    private async ValueTask<SendResult> SendToManyAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
    {
        var sending = _local.SendAsync(to, frame, cancellationToken);
        var asking = to.Room is { } room
            ? TryAsync(frame, () => _store.SendToRoomAsync(Self.Id, MessageKind.ToRoom, MessageFormat.Room(frame.Opcode, room, frame.Payload.Span), Trace(), room))
            : TryAsync(frame, () => _store.SendToRoomAsync(Self.Id, MessageKind.ToAll, MessageFormat.All(frame.Opcode, frame.Payload.Span), Trace(), null));
        var result = await sending;
        // While a loss is repaired, a process may not have registered again yet.
        return await asking && _lease is { IsHeld: true, IsRepairing: false } ? result : result with { IsComplete = false };
    }

    private async Task<SendReply?> AskAsync(Recipients to, Frame frame)
    {
        var userIds = to.UserIds.ToArray();
        SendReply? reply = null;
        var isAsked = await TryAsync(
            frame,
            async () => reply = await _store.SendAsync(Self.Id, MessageKind.ToUsers, MessageFormat.Users(frame.Opcode, userIds, frame.Payload.Span), Trace(), userIds));
        return isAsked ? reply : null;
    }

    /// <summary>Sends a message to the directory; false if that has failed, or too much waits for it already.</summary>
    private async Task<bool> TryAsync(Frame frame, Func<Task> send)
    {
        if (IsAway) return false;

        var size = frame.Payload.Length;
        if (Interlocked.Add(ref _pending, size) > _settings.MaxPendingSize && size < Volatile.Read(ref _pending))
        {
            Interlocked.Add(ref _pending, -size);
            return false;
        }

        try
        {
            await send();
            return true;
        }
        catch (ClusterUnavailableException error)
        {
            NotReached(error);
            return false;
        }
        catch (FencedException)
        {
            return false; // the next beat finds it, too
        }
        finally
        {
            Interlocked.Add(ref _pending, -size);
        }
    }

    /// <summary>The trace of a send, for the processes that deliver it. Nothing outside a trace, or if it is not recorded.</summary>
    private static ReadOnlyMemory<byte> Trace() => QueueRunTracing.Recorded is { Id: { } id } span ? MessageFormat.Trace(id, span.TraceStateString) : default;

    /// <summary>A message from another process.</summary>
    private void Handle(InboundMessage message, SentTrace trace)
    {
        var parser = new MessageParser(message.Body.Span);
        if (parser.Byte() != MessageKind.Version) return;

        var kind = (char)parser.Byte();
        switch (kind)
        {
            case MessageKind.ToUsers:
                var indexes = parser.Indexes();
                var opcode = (Opcode)parser.Byte();
                var userIds = parser.Pick(indexes);
                foreach (var absent in userIds.Where(userId => !IsHere(userId))) Correct(absent);
                Deliver(Recipients.Of(userIds, null), opcode, parser.Rest, trace.Of(message.Number));
                break;
            case MessageKind.ToRoom:
                opcode = (Opcode)parser.Byte();
                Deliver(Recipients.In(parser.Text(), null), opcode, parser.Rest, trace.Of(message.Number));
                break;
            case MessageKind.ToAll:
                opcode = (Opcode)parser.Byte();
                Deliver(Recipients.All(null), opcode, parser.Rest, trace.Of(message.Number));
                break;
            case MessageKind.CloseUsers:
                indexes = parser.Indexes();
                var (status, reason) = (parser.Number(), parser.Text());
                Close(Recipients.Of(parser.Pick(indexes), null), status, reason);
                break;
            case MessageKind.CloseRoom:
                (status, reason) = (parser.Number(), parser.Text());
                Close(Recipients.In(parser.Text(), null), status, reason);
                break;
            case MessageKind.CloseAll:
                (status, reason) = (parser.Number(), parser.Text());
                Close(Recipients.All(null), status, reason);
                break;
            case MessageKind.Trace:
                trace.Announce(message.Number + 1, parser.Text(), parser.Text());
                break;
            case MessageKind.Record or MessageKind.Told:
                Apply(parser.Text(), UserRecord.Parse(parser.Text()));
                break;
            case MessageKind.Enter:
                EnterHere(parser.Text(), parser.Text());
                break;
            case MessageKind.Exit:
                ExitHere(parser.Text(), parser.Text());
                break;
            case MessageKind.Entered:
                Changed(parser.Text(), parser.Text(), isIn: true);
                break;
            case MessageKind.Left:
                Changed(parser.Text(), parser.Text(), isIn: false);
                break;
            default:
                if (_unknownKinds.TryAdd(kind, true)) _log.UnknownKind(kind);
                break;
        }
    }

    private void Deliver(Recipients to, Opcode opcode, ReadOnlySpan<byte> payload, ActivityContext sender)
    {
        using var span = sender == default ? null : QueueRunTracing.StartDelivery(sender, opcode is Opcode.Binary);
        var frame = Frame.Create(opcode, payload);
        var sending = _local.SendAsync(to, frame, CancellationToken.None).AsTask(); // without a sender nothing is awaited
        if (span is not null && sending.IsCompletedSuccessfully) QueueRunTracing.EndDelivery(span, sending.Result);
        frame.Release();
    }

    private void Close(Recipients who, int status, string reason) => _ = _local.CloseAsync(who, status, reason is "" ? null : reason, CancellationToken.None).AsTask();

    /// <summary>Another process takes a user for being here, who is not: this process writes its counts again.</summary>
    private void Correct(string userId)
    {
        var user = Lock(userId);
        try
        {
            user.Touch();
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }
}
