namespace QueueRun.Fuzz.Frames;

/// <summary>An event that results from some bytes.</summary>
/// <param name="Kind"><c>T</c>ext, <c>B</c>inary, p<c>I</c>ng, p<c>O</c>ng, <c>C</c>lose, <c>V</c>iolation or <c>E</c>nd.</param>
/// <param name="Data">The payload, or a close frame's reason.</param>
/// <param name="Status">The close code, 0 for none.</param>
/// <param name="OrStatus">Another valid code: of two violations, either may be found first.</param>
internal readonly record struct Event(char Kind, byte[] Data, int Status, int OrStatus = 0)
{
    public override string ToString() => $"{Kind}{(Status > 0 ? $" {Status}" : "")} {Convert.ToHexString(Data)}".TrimEnd();
}

/// <summary>RFC 6455 and RFC 7692, simply implemented on an array.</summary>
internal sealed class FrameReference(byte[] bytes, int start, int max, bool compression)
{
    // The maximum size of a compressed message, as documented on the page about the wire.
    private readonly int _maxCompressed = max + max / 8 + 64;
    private readonly List<Event> _events = [];
    private int _at = start;
    private List<byte> _message = [];
    private int _messageOpcode; // 0 if none is incomplete
    private bool _compressed;
    private int _orStatus;

    /// <summary>All events that a server must find in these bytes, up to the end.</summary>
    public List<Event> Read()
    {
        int status;
        do status = ReadFrame();
        while (status == 0);

        if (status > 0) _events.Add(new('V', [], status, _orStatus));
        _events.Add(new('E', [], 0));
        return _events;
    }

    /// <summary>0 to continue, -1 at the end, or the code of the violation.</summary>
    private int ReadFrame()
    {
        if (Left < 2) return -1;

        var (first, second) = (bytes[_at], bytes[_at + 1]);
        var (fin, opcode, masked) = ((first & 0x80) != 0, first & 0x0F, (second & 0x80) != 0);
        var (rsv1, rsv23) = ((first & 0x40) != 0, (first & 0x30) != 0);
        var isControl = opcode >= 8;
        if (rsv23 || (rsv1 && !compression) || (rsv1 && opcode is not (1 or 2))) return 1002;
        if (opcode is not (0 or 1 or 2 or 8 or 9 or 10) || !masked) return 1002;
        if (isControl && (!fin || (second & 0x7F) > 125)) return 1002;

        var size = (second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        if (Left < 2 + size) return -1;
        var length = Length(size, second & 0x7F);
        if (length > long.MaxValue || (size == 2 && length < 126) || (size == 8 && length < 65536)) return 1002;

        if (!isControl && (opcode == 0) == (_messageOpcode == 0)) return 1002;
        var isCompressed = opcode == 0 ? _compressed : rsv1;
        if (!isControl && length > (ulong)((isCompressed ? _maxCompressed : max) - _message.Count)) return 1009;

        if (Left < 2 + size + 4) return -1;
        var key = bytes.AsSpan(_at + 2 + size, 4);
        _at += 2 + size + 4;
        var payload = new byte[Math.Min((int)length, Left)];
        for (var i = 0; i < payload.Length; i++) payload[i] = (byte)(bytes[_at + i] ^ key[i % 4]);
        var isWhole = payload.Length == (int)length;
        if (isControl && !isWhole) return -1;
        _at += payload.Length;
        if (isControl) return Control(opcode, payload);

        if (opcode != 0) (_messageOpcode, _compressed) = (opcode, rsv1);
        _message.AddRange(payload);
        if (_messageOpcode == 1 && !_compressed && !IsText(_message, mayGoOn: !(fin && isWhole))) return 1007;
        if (!isWhole) return -1;
        return fin ? Message() : 0;
    }

    private int Left => bytes.Length - _at;

    private ulong Length(int size, int small)
    {
        if (size == 0) return (ulong)small;
        var length = 0ul;
        for (var i = 0; i < size; i++) length = length * 256 + bytes[_at + 2 + i];
        return length;
    }

    private int Message()
    {
        var kind = _messageOpcode == 1 ? 'T' : 'B';
        if (_compressed)
        {
            // The four bytes that the sender left out, and a final block.
            var inflater = new Inflater([.. _message, 0, 0, 0xFF, 0xFF, 1, 0, 0, 0xFF, 0xFF], max);
            switch (inflater.Run())
            {
                case Inflater.Result.TooBig: return 1009;
                case Inflater.Result.TooBigAndWrong:
                    _orStatus = 1007;
                    return 1009;
                case Inflater.Result.Wrong: return 1007;
            }

            _message = [.. inflater.Output];
            if (kind == 'T' && !IsText(_message, mayGoOn: false)) return 1007;
        }

        _events.Add(new(kind, [.. _message], 0));
        _message = [];
        (_messageOpcode, _compressed) = (0, false);
        return 0;
    }

    private int Control(int opcode, byte[] payload)
    {
        switch (opcode)
        {
            case 9:
                _events.Add(new('I', payload, 0));
                return 0;
            case 10:
                _events.Add(new('O', payload, 0));
                return 0;
            case 8 when payload.Length == 0:
                _events.Add(new('C', [], 0));
                return -1;
        }

        if (payload.Length == 1) return 1002;

        var status = payload[0] * 256 + payload[1];
        if (status is < 1000 or 1004 or 1005 or 1006 or (>= 1015 and < 3000) or >= 5000) return 1002;
        if (!IsText([.. payload[2..]], mayGoOn: false)) return 1007;
        _events.Add(new('C', payload[2..], status));
        return -1;
    }

    /// <summary>Checks character by character (Unicode, table 3-7); the last one may be incomplete.</summary>
    private static bool IsText(List<byte> text, bool mayGoOn)
    {
        for (var i = 0; i < text.Count;)
        {
            var (length, low, high) = text[i] switch
            {
                <= 0x7F => (1, 0, 0),
                >= 0xC2 and <= 0xDF => (2, 0x80, 0xBF),
                0xE0 => (3, 0xA0, 0xBF),
                0xED => (3, 0x80, 0x9F),
                >= 0xE1 and <= 0xEF => (3, 0x80, 0xBF),
                0xF0 => (4, 0x90, 0xBF),
                >= 0xF1 and <= 0xF3 => (4, 0x80, 0xBF),
                0xF4 => (4, 0x80, 0x8F),
                _ => (0, 0, 0),
            };
            if (length == 0) return false;
            for (var next = 1; next < length; next++)
            {
                if (i + next == text.Count) return mayGoOn;
                if (text[i + next] < (next == 1 ? low : 0x80) || text[i + next] > (next == 1 ? high : 0xBF)) return false;
            }

            i += length;
        }

        return true;
    }
}
