using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace QueueRun.Wire;

/// <summary>Checks text as it arrives, and fails at the first byte that no continuation can make valid.</summary>
internal struct Utf8Check
{
    private int _checked;

    /// <summary>Whether the message so far can still become valid.</summary>
    public bool Check(ReadOnlySpan<byte> message)
    {
        var rest = message[_checked..];
        var incomplete = IncompleteTail(rest);
        if (!Utf8.IsValid(rest[..^incomplete])) return false;
        if (incomplete > 0 && Rune.DecodeFromUtf8(rest[^incomplete..], out _, out _) is not OperationStatus.NeedMoreData) return false;

        _checked = message.Length - incomplete;
        return true;
    }

    /// <summary>Whether the message ends where a character ends.</summary>
    public readonly bool IsComplete(int length) => _checked == length;

    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var lead = text[^back];
            if ((lead & 0xC0) == 0x80) continue;

            var size = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return size > back ? back : 0;
        }

        return 0;
    }
}
