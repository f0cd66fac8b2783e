namespace QueueRun.Wire;

/// <summary>Receives as a connection does.</summary>
internal static class Receiving
{
    /// <summary>The next message or control frame, read if it has not arrived.</summary>
    public static ValueTask<Received> ReceiveAsync(this ITransport transport)
        => transport.TryReceive(out var received) ? new(received) : ReadAsync(transport);

    private static async ValueTask<Received> ReadAsync(ITransport transport)
    {
        while (true)
        {
            try
            {
                transport.Accept(await transport.ReadAsync());
            }
            catch (Exception) // of a pipe: the transport has ended
            {
                return new(ReceivedKind.End);
            }

            if (transport.TryReceive(out var received)) return received;
        }
    }
}
