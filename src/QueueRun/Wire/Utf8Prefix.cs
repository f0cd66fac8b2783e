using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace QueueRun.Wire;

/// <summary>Checks text that arrives in parts, and examines each byte only a few times.</summary>
internal static class Utf8Prefix
{
    /// <summary>Whether valid UTF-8 can begin like this.</summary>
    /// <param name="bytes">The bytes; they begin at a character.</param>
    /// <param name="whole">How many bytes are complete characters. The rest, at most three, is examined again with the next part.</param>
    public static bool IsPossible(ReadOnlySpan<byte> bytes, out int whole)
    {
        whole = bytes.Length - UnfinishedLength(bytes);
        if (!Utf8.IsValid(bytes[..whole])) return false;

        // NeedMoreData means that the bytes can still become a character: it excludes overlong forms, surrogates, and values above
        // U+10FFFF.
        var unfinished = bytes[whole..];
        return unfinished.IsEmpty || Rune.DecodeFromUtf8(unfinished, out _, out _) == OperationStatus.NeedMoreData;
    }

    /// <summary>How many bytes at the end are the beginning of an incomplete character.</summary>
    private static int UnfinishedLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80) continue;

            var length = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? back : 0;
        }

        return 0;
    }
}
