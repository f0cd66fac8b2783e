/// <summary>Counts and lists, in words.</summary>
internal static class Wording
{
    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary>The first few of them: “Ada, Bob and others”.</summary>
    public static string List(IEnumerable<string> all, int max)
    {
        List<string> some = [.. all.Take(max + 1)];
        if (some.Count > max)
            some[max] = "others";
        return some.Count == 1 ? some[0] : $"{string.Join(", ", some[..^1])} and {some[^1]}";
    }
}
