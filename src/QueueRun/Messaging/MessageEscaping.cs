using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace QueueRun.Messaging;

/// <summary>
/// Escapes only the characters that RFC 8259, section 7, requires: quotation mark, reverse solidus, and control characters below U+0020.
/// Text in any language is written as UTF-8; a surrogate without its other half, which UTF-8 cannot express, as U+FFFD.
/// </summary>
/// <remarks>
/// <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/> also escapes all characters beyond the basic plane, with twelve bytes for each
/// emoji.
/// </remarks>
internal sealed class MessageEscaping : JavaScriptEncoder
{
    public static readonly MessageEscaping Instance = new();

    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private MessageEscaping()
    {
    }

    /// <summary><c>\u001F</c>.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => Find(new ReadOnlySpan<char>(text, textLength));

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var escaped = utf8Text.IndexOfAny(s_escaped);
        var clean = escaped < 0 ? utf8Text : utf8Text[..escaped];
        return Utf8.IsValid(clean) ? escaped : FirstInvalid(clean);
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> destination = new(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        if (!WillEncode(unicodeScalar)) return new Rune(unicodeScalar).TryEncodeToUtf16(destination, out numberOfCharactersWritten);
        Span<byte> escape = stackalloc byte[6];
        escape = Escape((char)unicodeScalar, escape);
        return Encoding.ASCII.TryGetChars(escape, destination, out numberOfCharactersWritten);
    }

    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true)
    {
        charsConsumed = charsWritten = 0;
        Span<byte> space = stackalloc byte[6];
        while (true)
        {
            // Text without escapes is copied at once, up to the available space.
            var found = Find(source[charsConsumed..]);
            var clean = found < 0 ? source[charsConsumed..] : source.Slice(charsConsumed, found);
            var fits = WholeScalars(clean, destination.Length - charsWritten);
            clean[..fits].CopyTo(destination[charsWritten..]);
            charsConsumed += fits;
            charsWritten += fits;
            if (fits < clean.Length) return OperationStatus.DestinationTooSmall;
            if (found < 0) return OperationStatus.Done;

            var c = source[charsConsumed];
            if (char.IsSurrogate(c))
            {
                if (!isFinalBlock && char.IsHighSurrogate(c) && charsConsumed == source.Length - 1) return OperationStatus.NeedMoreData;
                if (charsWritten == destination.Length) return OperationStatus.DestinationTooSmall;
                destination[charsWritten++] = '\uFFFD';
            }
            else
            {
                if (!Encoding.ASCII.TryGetChars(Escape(c, space), destination[charsWritten..], out var length)) return OperationStatus.DestinationTooSmall;
                charsWritten += length;
            }
            charsConsumed++;
        }
    }

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true)
    {
        bytesConsumed = bytesWritten = 0;
        Span<byte> space = stackalloc byte[6];
        while (true)
        {
            var rest = utf8Source[bytesConsumed..];
            var found = FindFirstCharacterToEncodeUtf8(rest);
            var clean = found < 0 ? rest : rest[..found];
            var fits = WholeScalars(clean, utf8Destination.Length - bytesWritten);
            clean[..fits].CopyTo(utf8Destination[bytesWritten..]);
            bytesConsumed += fits;
            bytesWritten += fits;
            if (fits < clean.Length) return OperationStatus.DestinationTooSmall;
            if (found < 0) return OperationStatus.Done;

            rest = utf8Source[bytesConsumed..];
            var replaced = 1;
            scoped ReadOnlySpan<byte> replacement = "\uFFFD"u8;
            if (rest[0] < 0x80) replacement = Escape((char)rest[0], space);
            else if (Rune.DecodeFromUtf8(rest, out _, out replaced) == OperationStatus.NeedMoreData && !isFinalBlock) return OperationStatus.NeedMoreData;
            if (!replacement.TryCopyTo(utf8Destination[bytesWritten..])) return OperationStatus.DestinationTooSmall;
            bytesConsumed += replaced;
            bytesWritten += replacement.Length;
        }
    }

    /// <summary>The first character that cannot be written unchanged; -1 if there is none.</summary>
    private static int Find(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (true)
        {
            var found = FindSpecial(text[at..]);
            if (found < 0) return -1;
            at += found;
            // A surrogate pair is an ordinary character.
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])) return at;
            at += 2;
        }
    }

    /// <summary>The first character that must be escaped, or a surrogate; -1 if there is none.</summary>
    private static int FindSpecial(ReadOnlySpan<char> text)
    {
        if (!Vector128.IsHardwareAccelerated || text.Length < Vector128<ushort>.Count)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (IsSpecial(text[i])) return i;
            }
            return -1;
        }

        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var last = text.Length - Vector128<ushort>.Count;
        for (var i = 0; ; i += Vector128<ushort>.Count)
        {
            // The last eight overlap the previous ones, instead of being checked one by one.
            if (i > last) i = last;
            var special = Special(Vector128.LoadUnsafe(ref first, (nuint)i));
            if (special != Vector128<ushort>.Zero) return i + (int)uint.TrailingZeroCount(special.ExtractMostSignificantBits());
            if (i == last) return -1;
        }
    }

    private static bool IsSpecial(char c) => c is < ' ' or '"' or '\\' || char.IsSurrogate(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Special(Vector128<ushort> chars)
        => Vector128.LessThan(chars, Vector128.Create((ushort)' '))
            | Vector128.Equals(chars, Vector128.Create((ushort)'"'))
            | Vector128.Equals(chars, Vector128.Create((ushort)'\\'))
            | Vector128.Equals(chars & Vector128.Create((ushort)0xF800), Vector128.Create((ushort)0xD800));

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }

    /// <summary>The number of characters that fit, without cutting one in two.</summary>
    private static int WholeScalars(ReadOnlySpan<char> text, int room)
        => text.Length <= room ? text.Length : room > 0 && char.IsHighSurrogate(text[room - 1]) ? room - 1 : room;

    private static int WholeScalars(ReadOnlySpan<byte> utf8, int room)
    {
        if (utf8.Length <= room) return utf8.Length;
        while (room > 0 && (utf8[room] & 0xC0) == 0x80) room--;
        return room;
    }

    // As System.Text.Json writes them.
    private static Span<byte> Escape(char c, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        var letter = c switch
        {
            '"' or '\\' => c,
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            _ => 'u',
        };
        destination[1] = (byte)letter;
        if (letter != 'u') return destination[..2];
        destination[2] = destination[3] = (byte)'0';
        destination[4] = (byte)('0' + (c >> 4));
        destination[5] = (byte)"0123456789ABCDEF"[c & 0xF];
        return destination[..6];
    }
}
