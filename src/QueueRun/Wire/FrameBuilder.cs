using System.Buffers;

namespace QueueRun.Wire;

/// <summary>Where a message is written straight into what will be its frame: room for the header stands before the payload.</summary>
internal sealed class FrameBuilder : IBufferWriter<byte>
{
    private const int SmallestArray = 256;

    private byte[]? _array;

    /// <summary>The payload's bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Hands the bytes to a frame, without a copy, and begins anew.</summary>
    public Frame Build(Opcode opcode)
    {
        var frame = new Frame(opcode, _array ?? ArrayPool<byte>.Shared.Rent(SmallestArray), Length);
        (_array, Length) = (null, 0);
        return frame;
    }

    /// <summary>Drops what was written.</summary>
    public void Reset()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        (_array, Length) = (null, 0);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_array?.Length ?? 0) - Frame.MaxHeaderSize - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => Reserve(sizeHint).AsMemory(Frame.MaxHeaderSize + Length);

    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(sizeHint).AsSpan(Frame.MaxHeaderSize + Length);

    private byte[] Reserve(int sizeHint)
    {
        var needed = checked(Frame.MaxHeaderSize + Length + Math.Max(sizeHint, 1));
        if (_array is { } array && array.Length >= needed) return array;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(SmallestArray, (int)Math.Min(2L * (_array?.Length ?? 0), Array.MaxLength))));
        if (_array is not null)
        {
            _array.AsSpan(0, Frame.MaxHeaderSize + Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
        }

        return _array = larger;
    }
}
