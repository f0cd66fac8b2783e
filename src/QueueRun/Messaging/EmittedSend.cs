using System.ComponentModel;

namespace QueueRun.Messaging;

/// <summary>Called instead of an intercepted <c>SendAsync</c>. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmittedSend
{
    /// <summary>Sends with the emitted writer. An <see cref="ISocket"/> that is not QueueRun's receives the original call.</summary>
    public static ValueTask<SendResult> SendAsync<T>(ISocket socket, T message, MessageWriter<T> writer, CancellationToken cancellationToken)
    {
        if (socket is Socket own) return own.SendAsync(message, writer, cancellationToken);

        // If it passes the message on, T is a type parameter there, and an anonymous type has no name by which a module could find its
        // writer.
        Passed<T>.Writer ??= writer;
        return socket.SendAsync(message, cancellationToken);
    }

    /// <summary>
    /// The writer of a type that was sent on another <see cref="ISocket"/> than QueueRun's. The writers of all assemblies write the same.
    /// </summary>
    internal static class Passed<T>
    {
        public static MessageWriter<T>? Writer { get; set; }
    }
}
