using System.Buffers;

namespace QueueRun.Wire;

/// <summary>
/// The bytes of a received message, in a pooled array, or none. A struct, so a message allocates no object: its last holder returns the
/// array, once, and does not use it again.
/// </summary>
internal readonly record struct MessageBytes
{
    private readonly byte[]? _array;

    /// <param name="array">A pooled array, taken over; null for a message without bytes.</param>
    /// <param name="length">How many of the array's bytes are the message.</param>
    public MessageBytes(byte[]? array, int length) => (_array, Length) = (array, length);

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory => new(_array, 0, Length);

    /// <summary>Returns the array to the pool.</summary>
    public void Return()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
    }
}
