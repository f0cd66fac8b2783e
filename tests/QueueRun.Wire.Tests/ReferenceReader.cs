namespace QueueRun.Wire.Tests;

/// <summary>RFC 6455 once more: plain, slow, on an array, and sharing no code with the product.</summary>
internal static class ReferenceReader
{
    /// <summary>What a server must answer to these bytes, up to the first close, violation or end.</summary>
    public static List<string> Read(byte[] bytes, int max)
    {
        var outcomes = new List<string>();
        var message = new List<byte>();
        var text = new Utf8Machine();
        var messageOpcode = 0;
        var at = 0;
        while (true)
        {
            if (bytes.Length - at < 2) return End(Outcome.End);

            var (first, second) = (bytes[at], bytes[at + 1]);
            var opcode = first & 0x0F;
            var fin = first >= 0x80;
            var control = opcode >= 8;
            if ((first & 0x70) != 0) return Violation(1002);
            if (opcode is not (0 or 1 or 2 or 8 or 9 or 10)) return Violation(1002);
            if (second < 0x80) return Violation(1002);
            if (control && (!fin || (second & 0x7F) > 125)) return Violation(1002);

            at += 2;
            ulong length = (ulong)second & 0x7F;
            if (length >= 126)
            {
                var (count, least) = length == 126 ? (2, 126ul) : (8, 65536ul);
                if (bytes.Length - at < count) return End(Outcome.End);
                length = 0;
                for (var i = 0; i < count; i++) length = length * 256 + bytes[at++];
                if (length < least || length >= 1ul << 63) return Violation(1002);
            }

            if (!control && (opcode == 0) != (messageOpcode != 0)) return Violation(1002);
            if (!control && length > (ulong)(max - message.Count)) return Violation(1009);
            if (bytes.Length - at < 4) return End(Outcome.End);

            var key = bytes[at..(at + 4)];
            at += 4;
            if (control && bytes.Length - at < (int)length) return End(Outcome.End);
            if (opcode is 1 or 2) messageOpcode = opcode;

            var payload = new List<byte>();
            for (var i = 0; i < (int)length; i++)
            {
                if (at == bytes.Length) return End(Outcome.End);
                var value = (byte)(bytes[at++] ^ key[i % 4]);
                payload.Add(value);
                if (!control && messageOpcode == 1 && !text.Take(value)) return Violation(1007);
            }

            switch (opcode)
            {
                case 8: return ReadClose([.. payload]);
                case 9: outcomes.Add(Outcome.Data(ReceivedKind.Ping, [.. payload])); break;
                case 10: outcomes.Add(Outcome.Data(ReceivedKind.Pong, [.. payload])); break;
                default:
                    message.AddRange(payload);
                    if (!fin) break;
                    if (messageOpcode == 1 && !text.IsBetweenCharacters) return Violation(1007);
                    outcomes.Add(Outcome.Data(messageOpcode == 1 ? ReceivedKind.Text : ReceivedKind.Binary, [.. message]));
                    message.Clear();
                    messageOpcode = 0;
                    break;
            }
        }

        List<string> End(string outcome) => [.. outcomes, outcome];

        List<string> Violation(int status) => End(Outcome.Violation(status));

        List<string> ReadClose(byte[] payload)
        {
            if (payload.Length == 0) return End(Outcome.Close(null, null));
            if (payload.Length == 1) return Violation(1002);

            var status = payload[0] * 256 + payload[1];
            if (status is < 1000 or 1004 or 1005 or 1006 or (>= 1015 and < 3000) or >= 5000) return Violation(1002);

            var reason = new Utf8Machine();
            if (!payload[2..].All(reason.Take) || !reason.IsBetweenCharacters) return Violation(1007);
            return End(Outcome.Close(status, System.Text.Encoding.UTF8.GetString(payload[2..])));
        }
    }
}
