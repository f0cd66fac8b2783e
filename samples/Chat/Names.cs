using QueueRun;

/// <summary>What people and rooms may be called. A page shows names as text, so nothing needs to be escaped here.</summary>
internal static class Names
{
    public const int MaxLength = 40;

    /// <summary>The name with single spaces and none around it.</summary>
    /// <exception cref="SocketErrorException">It cannot be a name; the client is shown why.</exception>
    public static string Check(string? name, string what)
    {
        name = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > MaxLength)
            throw new SocketErrorException($"A {what} has at most {MaxLength} characters.");
        if (!name.Any(char.IsLetterOrDigit) || name.Any(char.IsControl))
            throw new SocketErrorException($"A {what} needs a letter or a digit.");
        return name;
    }
}
