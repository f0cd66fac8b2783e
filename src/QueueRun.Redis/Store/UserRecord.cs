using System.Globalization;

namespace QueueRun.Redis.Store;

/// <summary>All that the processes know of a user, from the directory.</summary>
/// <param name="Number">Rises with every change of the record but what was told.</param>
/// <param name="Flip">
/// The number for which hooks are called: at which <paramref name="IsOnline"/> changed last, or at which the user got a new home while it
/// was unknown what was told.
/// </param>
/// <param name="Home">The process that calls the user's hooks.</param>
/// <param name="IsOnline">Whether the user counts as online.</param>
/// <param name="ToldOnline">Whether online was told last; null if that is unknown.</param>
/// <param name="ToldNumber">The number of the last call of hooks.</param>
/// <param name="Counts">The places and devices at each process that has the user.</param>
internal sealed record UserRecord(
    long Number, long Flip, string Home, bool IsOnline, bool? ToldOnline, long ToldNumber, IReadOnlyList<UserRecord.Count> Counts)
{
    private const int Heads = 6;

    /// <summary>The places and devices of a user at one process.</summary>
    public readonly record struct Count(string Process, int Places, int Devices);

    /// <summary>Whether a connection is open somewhere.</summary>
    public bool IsPresent => Counts.Any(count => count.Devices > 0);

    /// <summary>Whether hooks were called for the present state.</summary>
    public bool IsTold => ToldOnline == IsOnline && ToldNumber >= Flip;

    /// <summary>Whether nothing is left to be known of the user: the home may forget the record.</summary>
    public bool IsOver => Counts.Count == 0 && !IsOnline && ToldOnline is false && ToldNumber >= Flip;

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">The text is no record.</exception>
    public static UserRecord Parse(string text)
    {
        var parts = text.Split(';');
        var head = parts[0].Split(',');
        if (head.Length < Heads) throw new FormatException($"'{text}' is not a user's record.");

        return new(
            ToNumber(head[0]), ToNumber(head[1]), head[2], head[3] is "1", head[4] switch { "0" => false, "1" => true, _ => null }, ToNumber(head[5]),
            [.. parts.Skip(1).Select(ToCount)]);
    }

    private static Count ToCount(string text)
    {
        var (at, dot) = (text.IndexOf('='), text.IndexOf('.'));
        if (at <= 0 || dot < at) throw new FormatException($"'{text}' is not a process' count of a user's connections.");

        return new(text[..at], (int)ToNumber(text.AsSpan(at + 1, dot - at - 1)), (int)ToNumber(text.AsSpan(dot + 1)));
    }

    private static long ToNumber(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
