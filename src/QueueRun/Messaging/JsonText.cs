using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace QueueRun.Messaging;

/// <summary>Quick checks of JSON without reading it: whether it may contain values that a .NET type accepts but cannot use.</summary>
internal static class JsonText
{
    /// <summary>The length of the shortest number without an exponent that is too large for a <see cref="float"/>.</summary>
    private const int LongNumber = 39;

    /// <summary>Whether every escape in valid JSON is a character, and none is half of a surrogate pair.</summary>
    public static bool IsUnicode(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            var unit = Unit(json);
            if (unit < 0)
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            json = json[6..];
            if (!char.IsSurrogate((char)unit)) continue;
            if (!char.IsHighSurrogate((char)unit) || Unit(json) is not (>= 0 and var low) || !char.IsLowSurrogate((char)low)) return false;
            json = json[6..];
        }

        return true;
    }

    /// <summary>
    /// Whether there may be a number that is too large for a <see cref="float"/>, or the name of NaN or infinity. Sometimes true without
    /// one.
    /// </summary>
    public static bool MayOverflow(ReadOnlySpan<byte> json)
    {
        // A run of this many digits covers at least one of these places.
        for (var place = LongNumber - 1; place < json.Length; place += LongNumber)
        {
            if (IsDigit(json[place]) && IsLong(json, place)) return true;
        }

        // Otherwise it needs an exponent, a name, or escapes that may be a name. Each has two bytes to search for; every message with
        // numbers comes here.
        if (json.Length <= Vector128<byte>.Count)
        {
            for (var place = 0; place < json.Length; place++)
            {
                if (MayOverflow(json, place)) return true;
            }

            return false;
        }

        var last = json.Length - Vector128<byte>.Count - 1;
        for (var at = 0; ; at = Math.Min(at + Vector128<byte>.Count, last))
        {
            var (one, next) = (Vector128.Create(json[at..]), Vector128.Create(json[(at + 1)..]));
            var digits = Vector128.LessThanOrEqual(one - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            var exponents = digits & Vector128.Equals(next | Vector128.Create((byte)0x20), Vector128.Create((byte)'e'));
            var names = (Vector128.Equals(one, Vector128.Create((byte)'N')) & Vector128.Equals(next, Vector128.Create((byte)'a')))
                | (Vector128.Equals(one, Vector128.Create((byte)'I')) & Vector128.Equals(next, Vector128.Create((byte)'n')));
            var escapes = Vector128.Equals(one, Vector128.Create((byte)'\\'));
            for (var found = (exponents | names | escapes).ExtractMostSignificantBits(); found != 0; found &= found - 1)
            {
                if (MayOverflow(json, at + BitOperations.TrailingZeroCount(found))) return true;
            }

            if (at == last) return false;
        }
    }

    private static bool MayOverflow(ReadOnlySpan<byte> json, int at) => json[at..] switch
    {
        [(byte)'\\', ..] => true,
        [>= (byte)'0' and <= (byte)'9', (byte)'e' or (byte)'E', (byte)'+' or (>= (byte)'0' and <= (byte)'9'), ..] => IsInNumber(json, at),
        [(byte)'N' or (byte)'I', ..] rest => rest.StartsWith("NaN\""u8) || rest.StartsWith("Infinity\""u8),
        _ => false,
    };

    // Text may look like a number with an exponent: 7e3 in an id.
    private static bool IsInNumber(ReadOnlySpan<byte> json, int at)
    {
        while (at >= 0 && (IsDigit(json[at]) || json[at] is (byte)'.' or (byte)'-')) at--;
        return at < 0 || json[at] is (byte)':' or (byte)',' or (byte)'[' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }

    private static bool IsLong(ReadOnlySpan<byte> json, int at)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && IsDigit(json[start - 1])) start--;
        while (end < json.Length && IsDigit(json[end])) end++;
        return end - start >= LongNumber;
    }

    private static bool IsDigit(byte one) => one is >= (byte)'0' and <= (byte)'9';

    /// <summary>The UTF-16 unit of <c>\uXXXX</c>; -1 for any other text.</summary>
    private static int Unit(ReadOnlySpan<byte> escape)
        => escape.Length >= 6 && escape[0] == '\\' && escape[1] == 'u' && int.TryParse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : -1;
}
