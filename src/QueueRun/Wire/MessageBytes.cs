using System.Buffers;

namespace QueueRun.Wire;

/// <summary>The bytes of a received message or control frame, in a pooled array that grows as they arrive.</summary>
internal sealed class MessageBytes
{
    private const int SmallestArray = 64;

    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Room for that many bytes more, which count from now on.</summary>
    public Span<byte> Append(int count)
    {
        var length = Length + count;
        if (length > _array.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, Math.Max(SmallestArray, (int)Math.Min(2L * Length, Array.MaxLength))));
            _array.AsSpan(0, Length).CopyTo(larger);
            Return();
            _array = larger;
        }

        var room = _array.AsSpan(length - count, count);
        Length = length;
        return room;
    }

    /// <summary>Gives the array back. The bytes must not be looked at any more.</summary>
    public void Return()
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        (_array, Length) = ([], 0);
    }
}
