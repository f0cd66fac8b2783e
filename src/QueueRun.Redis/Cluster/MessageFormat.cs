using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using QueueRun.Wire;

namespace QueueRun.Redis.Cluster;

/// <summary>Writes the part of a message that is the same for all processes.</summary>
internal static class MessageFormat
{
    /// <summary>
    /// The largest payload that is sent to other processes: Redis closes the connections of subscribers to which it owes too much.
    /// </summary>
    public const int MaxSize = 8 << 20;

    public static byte[] Users(Opcode opcode, ReadOnlySpan<string> userIds, ReadOnlySpan<byte> payload)
    {
        var writer = new Writer();
        writer.Byte((byte)opcode);
        writer.Texts(userIds);
        writer.Bytes(payload);
        return writer.ToArray();
    }

    public static byte[] Room(Opcode opcode, string room, ReadOnlySpan<byte> payload)
    {
        var writer = new Writer();
        writer.Byte((byte)opcode);
        writer.Text(room);
        writer.Bytes(payload);
        return writer.ToArray();
    }

    public static byte[] All(Opcode opcode, ReadOnlySpan<byte> payload) => [(byte)opcode, .. payload];

    public static byte[] Close(int status, string? reason, ReadOnlySpan<string> userIds, string? room)
    {
        var writer = new Writer();
        writer.Number(status);
        writer.Text(reason ?? "");
        if (userIds.Length > 0) writer.Texts(userIds);
        if (room is not null) writer.Text(room);
        return writer.ToArray();
    }

    /// <summary>The trace of a send.</summary>
    public static byte[] Trace(string traceParent, string? traceState)
    {
        var writer = new Writer();
        writer.Text(traceParent);
        writer.Text(traceState ?? "");
        return writer.ToArray();
    }

    private readonly struct Writer()
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public void Byte(byte value) => Bytes([value]);

        public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public void Number(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
            _bytes.Advance(sizeof(int));
        }

        public void Text(string text)
        {
            Number(Encoding.UTF8.GetByteCount(text));
            Encoding.UTF8.GetBytes(text, _bytes);
        }

        public void Texts(ReadOnlySpan<string> texts)
        {
            Number(texts.Length);
            foreach (var text in texts) Text(text);
        }

        public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
    }
}
