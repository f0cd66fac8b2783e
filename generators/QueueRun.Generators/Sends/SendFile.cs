namespace QueueRun.Generators;

/// <summary>
/// The intercepted calls of one source file. Each has its own emitted file, because a location contains a checksum of its file.
/// </summary>
internal sealed record SendFile(string HintName, EquatableArray<SendCall> Calls)
{
    /// <summary>The calls by the file that they are in.</summary>
    /// <param name="calls">All calls of the assembly.</param>
    /// <param name="projectDirectory">The project's directory, so that names do not depend on the machine.</param>
    public static IEnumerable<SendFile> Group(IEnumerable<SendCall> calls, string projectDirectory)
    {
        // The compiler identifies a file by its checksum, and cannot intercept calls in two files with equal contents.
        var files = calls.ToLookup(call => call.Checksum, StringComparer.Ordinal)
            .Where(group => group.Select(call => call.File).Distinct().Count() == 1)
            .SelectMany(group => group)
            .GroupBy(call => call.File, StringComparer.Ordinal);
        return files.OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new SendFile(Hint(group.Key, projectDirectory), group.ToEquatableArray()));
    }

    private static string Hint(string file, string projectDirectory)
    {
        var path = Relative(file.Replace('\\', '/'), projectDirectory.Replace('\\', '/'));
        return $"Sends.{GeneratedNames.Identifier(Path.GetFileNameWithoutExtension(path))}.{MessageNames.Hash(path)}.g.cs";
    }

    // The name of a file outside the project does not depend on the machine either.
    private static string Relative(string file, string directory)
    {
        var common = 0;
        for (var i = 0; i < file.Length && i < directory.Length && file[i] == directory[i]; i++)
        {
            if (file[i] == '/') common = i + 1;
        }
        var up = directory.Substring(common).Split(['/'], StringSplitOptions.RemoveEmptyEntries).Length;
        return string.Concat(Enumerable.Repeat("../", up)) + file.Substring(common);
    }
}
