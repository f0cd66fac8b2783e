using QueueRun;

/// <summary>The rules for names of people and rooms. A page shows names as text, so nothing needs to be escaped here.</summary>
internal static class Names
{
    public const int MaxLength = 40;

    /// <summary>The name with single spaces and none around it.</summary>
    /// <exception cref="SocketErrorException">The text cannot be a name; the client is told why.</exception>
    public static string Check(string? name, string what)
    {
        name = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length == 0)
            throw new SocketErrorException($"Enter a {what}.");
        if (name.Length > MaxLength)
            throw new SocketErrorException($"A {what} has at most {MaxLength} characters.");
        if (!name.Any(char.IsLetterOrDigit) || name.Any(char.IsControl))
            throw new SocketErrorException($"A {what} needs a letter or a digit.");
        return name;
    }
}
