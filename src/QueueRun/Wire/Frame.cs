using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace QueueRun.Wire;

/// <summary>
/// One frame of the server (unmasked, final), encoded once and written to any number of connections. Its bytes are pooled: they go
/// back when the last reference is released.
/// </summary>
internal sealed class Frame
{
    /// <summary>The longest header of an unmasked frame.</summary>
    public const int MaxHeaderSize = 10;

    private readonly byte[] _array;
    private readonly int _start;
    private readonly int _payloadSize;
    private int _references = 1;

    /// <summary>Takes over a pooled array in which the payload stands behind <see cref="MaxHeaderSize"/> free bytes.</summary>
    public Frame(Opcode opcode, byte[] array, int payloadSize)
    {
        (Opcode, _array, _payloadSize) = (opcode, array, payloadSize);
        var headerSize = payloadSize switch { <= 125 => 2, <= ushort.MaxValue => 4, _ => 10 };
        _start = MaxHeaderSize - headerSize;

        var header = array.AsSpan(_start, headerSize);
        header[0] = (byte)(0x80 | (byte)opcode);
        switch (headerSize)
        {
            case 2:
                header[1] = (byte)payloadSize;
                break;
            case 4:
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payloadSize);
                break;
            default:
                header[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payloadSize);
                break;
        }
    }

    public Opcode Opcode { get; }

    /// <summary>Header and payload.</summary>
    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(_start, MaxHeaderSize - _start + _payloadSize);

    public ReadOnlyMemory<byte> Payload => _array.AsMemory(MaxHeaderSize, _payloadSize);

    public static Frame Create(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var array = ArrayPool<byte>.Shared.Rent(MaxHeaderSize + payload.Length);
        payload.CopyTo(array.AsSpan(MaxHeaderSize));
        return new(opcode, array, payload.Length);
    }

    /// <summary>A close frame.</summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">At most <see cref="CloseStatus.MaxReasonSize"/> bytes of UTF-8.</param>
    public static Frame Close(int status, string? reason)
    {
        Span<byte> payload = stackalloc byte[2 + CloseStatus.MaxReasonSize];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        var size = 2 + Encoding.UTF8.GetBytes(reason, payload[2..]);
        return Create(Opcode.Close, payload[..size]);
    }

    public void Retain() => Interlocked.Increment(ref _references);

    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        Debug.Assert(left >= 0, "A frame was released more often than it was retained.");
        if (left == 0) ArrayPool<byte>.Shared.Return(_array);
    }
}
