using System.ComponentModel;

namespace QueueRun.Messaging;

/// <summary>Where an intercepted <c>SendAsync</c> goes. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmittedSend
{
    /// <summary>Sends with the emitted writer; an <see cref="ISocket"/> that is not QueueRun's own gets the call as it was written.</summary>
    public static ValueTask<SendResult> SendAsync<T>(ISocket socket, T message, MessageWriter<T> writer, CancellationToken cancellationToken)
        => socket is Socket own ? own.SendAsync(message, writer, cancellationToken) : socket.SendAsync(message, cancellationToken);
}
