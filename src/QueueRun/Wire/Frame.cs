using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace QueueRun.Wire;

/// <summary>
/// One frame of the server (final, unmasked), encoded once and written to any number of connections. Its bytes are pooled and
/// reference-counted: its creator holds one reference, and <see cref="ITransport.Write"/> takes one over. The object itself is reused after
/// its last release, so a message allocates none.
/// </summary>
internal sealed class Frame
{
    [ThreadStatic]
    private static Frame? _spare;

    private byte[]? _array;        // null: released
    private int _start;
    private int _payload;
    private int _end;
    private Frame? _compressed;    // this frame itself, if compression does not make it smaller
    private int _references;

    private Frame()
    {
    }

    public Opcode Opcode { get; private set; }

    /// <summary>Whether the frame is a binary message; otherwise it is text or a control frame.</summary>
    public bool IsBinary => Opcode is Opcode.Binary;

    /// <summary>Header and payload.</summary>
    public ReadOnlyMemory<byte> Bytes => Array.AsMemory(_start, _end - _start);

    public ReadOnlyMemory<byte> Payload => Array.AsMemory(_payload, _end - _payload);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(Frame));

    /// <summary>
    /// The same message for connections that have negotiated compression; this frame itself, if compression does not make it smaller.
    /// Created at the first call, and then shared. This frame owns it: a caller that keeps it must retain it.
    /// </summary>
    public Frame Compressed
    {
        get
        {
            if (Volatile.Read(ref _compressed) is { } known) return known;

            // No other code can lock an internal type, and few frames need a lock at all.
            lock (this) return _compressed ??= Deflation.TryCompress(Opcode, Payload.Span) ?? this;
        }
    }

    /// <summary>A frame with a copy of this payload.</summary>
    public static Frame Create(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var size = FrameHeader.UnmaskedSize(payload.Length);
        var array = ArrayPool<byte>.Shared.Rent(checked(size + payload.Length));
        payload.CopyTo(array.AsSpan(size));
        return Adopt(opcode, array, size, payload.Length);
    }

    /// <summary>A close frame; an empty one if there is no code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A close frame may not hold the code.</exception>
    /// <exception cref="ArgumentException">The reason takes more than 123 bytes of UTF-8, or there is a reason without a code.</exception>
    public static Frame Close(int? status, string? reason)
    {
        if (status is not { } code)
        {
            if (!string.IsNullOrEmpty(reason))
                throw new ArgumentException("A close frame without a code has no room for a reason.", nameof(reason));
            return Create(Opcode.Close, []);
        }

        if (!CloseStatus.MayBeSent(code))
            throw new ArgumentOutOfRangeException(nameof(status), status, "A close frame may not hold this code.");

        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        payload[0] = (byte)(code >> 8);
        payload[1] = (byte)code;
        if (!Encoding.UTF8.TryGetBytes(reason, payload[2..], out var length))
            throw new ArgumentException($"A close frame's reason takes at most {CloseStatus.MaxReasonLength} bytes of UTF-8.", nameof(reason));
        return Create(Opcode.Close, payload[..(2 + length)]);
    }

    /// <summary>
    /// A frame whose payload is already in a pooled array, which the frame takes over: the header is written right before the payload,
    /// where room was left for it.
    /// </summary>
    public static Frame Adopt(Opcode opcode, byte[] array, int payload, int length, bool compressed = false)
    {
        var start = payload - FrameHeader.UnmaskedSize(length);
        FrameHeader.Write(array.AsSpan(start, payload - start), opcode, length, compressed);
        var frame = _spare ?? new();
        _spare = null;
        (frame.Opcode, frame._array, frame._start, frame._payload, frame._end, frame._references) = (opcode, array, start, payload, payload + length, 1);
        return frame;
    }

    public void Retain()
    {
        var references = Interlocked.Increment(ref _references);
        Debug.Assert(references > 1, "A frame was retained after its last release.");
    }

    /// <summary>The last release returns the bytes to the pool.</summary>
    public void Release()
    {
        var references = Interlocked.Decrement(ref _references);
        Debug.Assert(references >= 0, "A frame was released more often than it was retained.");
        if (references != 0) return;

        var array = Array;
        var compressed = _compressed;
        (_array, _compressed) = (null, null);
        ArrayPool<byte>.Shared.Return(array);
        if (compressed != this) compressed?.Release();
        _spare = this;
    }
}
