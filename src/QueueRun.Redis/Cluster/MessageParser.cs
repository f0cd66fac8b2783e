using System.Buffers.Binary;
using System.Text;

namespace QueueRun.Redis.Cluster;

/// <summary>Reads a message, part by part.</summary>
internal ref struct MessageParser(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>All that has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public int Number()
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }

    public string Text()
    {
        var length = Number();
        var text = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    /// <summary>The indexes of the users for this process.</summary>
    public byte[] Indexes()
    {
        var count = Byte();
        var indexes = _rest[..count].ToArray();
        _rest = _rest[count..];
        return indexes;
    }

    /// <summary>The users at the indexes, of all that follow.</summary>
    public string[] Pick(byte[] indexes)
    {
        var all = new string[Number()];
        for (var i = 0; i < all.Length; i++) all[i] = Text();
        return Array.ConvertAll(indexes, index => all[index]);
    }
}
