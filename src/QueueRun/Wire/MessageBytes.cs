using System.Buffers;

namespace QueueRun.Wire;

/// <summary>The bytes of a received message, in a pooled array: not to be touched after <see cref="Return"/>.</summary>
internal sealed class MessageBytes
{
    public static readonly MessageBytes Empty = new(null, 0);

    private byte[]? _array;

    /// <param name="array">A pooled array, taken over; null for a message without bytes.</param>
    /// <param name="length">How many of the array's bytes are the message.</param>
    public MessageBytes(byte[]? array, int length) => (_array, Length) = (array, length);

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory
        => Length == 0 ? default : (_array ?? throw new ObjectDisposedException(nameof(MessageBytes))).AsMemory(0, Length);

    /// <summary>Returns the array to the pool. Only the first call counts, so an array is never in the pool twice.</summary>
    public void Return()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array) ArrayPool<byte>.Shared.Return(array);
    }
}
