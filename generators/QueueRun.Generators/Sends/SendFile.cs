namespace QueueRun.Generators;

/// <summary>The intercepted calls of one source file. Each has its own emitted file: a location carries a checksum of the file it is in.</summary>
internal sealed record SendFile(string HintName, EquatableArray<SendCall> Calls)
{
    /// <summary>The calls by the file that they are in.</summary>
    /// <param name="calls">All calls of the assembly.</param>
    /// <param name="projectDirectory">Where the project stands: names must not depend on the machine.</param>
    public static IEnumerable<SendFile> Group(IEnumerable<SendCall> calls, string projectDirectory)
        => calls.GroupBy(call => call.File, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new SendFile(Hint(group.Key, projectDirectory), group.ToEquatableArray()));

    private static string Hint(string file, string projectDirectory)
    {
        var relative = file.StartsWith(projectDirectory, StringComparison.Ordinal) ? file.Substring(projectDirectory.Length) : file;
        var path = relative.Replace('\\', '/').TrimStart('/');
        return $"Sends.{GeneratedNames.Identifier(Path.GetFileNameWithoutExtension(path))}.{MessageNames.Hash(path)}.g.cs";
    }
}
