using System.Buffers;

namespace QueueRun.Wire;

/// <summary>
/// A buffer into which a message is written before it becomes a frame. Reusable after <see cref="Build"/> and <see cref="Reset"/>; not
/// thread-safe.
/// </summary>
internal sealed class FrameBuilder : IBufferWriter<byte>
{
    private const int Start = FrameHeader.MaxUnmaskedSize;
    private const int FirstSize = 512;

    /// <summary>A larger array is not kept for the next message.</summary>
    private const int MaxKept = 64 * 1024;

    private byte[] _array = [];
    private int _end = Start;

    /// <summary>The payload's bytes so far.</summary>
    public int Length => _end - Start;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > _array.Length - _end) throw new InvalidOperationException("More bytes were written than there was room for.");
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_end);
    }

    /// <summary>
    /// Builds the frame of the written bytes. A JSON writer asks for three times a string's length, and many frames may wait for a slow
    /// reader, so the frame gets an array that fits. It takes over this array only if the array is large and full.
    /// </summary>
    public Frame Build(Opcode opcode)
    {
        if (_array.Length <= MaxKept || Length < _array.Length / 2)
        {
            var copy = Frame.Create(opcode, Length == 0 ? [] : _array.AsSpan(Start, Length));
            Reset();
            return copy;
        }

        var frame = Frame.Adopt(opcode, _array, Start, Length);
        _array = [];
        _end = Start;
        return frame;
    }

    /// <summary>Drops the written bytes.</summary>
    public void Reset()
    {
        _end = Start;
        if (_array.Length <= MaxKept) return;

        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_array.Length - _end >= Math.Max(sizeHint, 1)) return;

        var needed = (long)_end + Math.Max(sizeHint, 1);
        if (needed > Array.MaxLength) throw new InsufficientMemoryException("A message does not fit into an array.");

        var size = Math.Max(Math.Max(needed, FirstSize), Math.Min(2L * _array.Length, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        if (_array.Length > 0)
        {
            _array.AsSpan(Start, Length).CopyTo(larger.AsSpan(Start));
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
