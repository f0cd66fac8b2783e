using QueueRun.Tests;

namespace QueueRun.Generators.Tests;

/// <summary>Comments fit on a page.</summary>
public class CommentTests
{
    private const int MaxLength = 140;

    [Fact]
    public void A_line_has_at_most_140_characters()
        => Assert.Empty(
            from folder in new[] { "src", "generators", "analyzers" }
            from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/')
            where !path.Split('/').Any(part => part is "bin" or "obj")
            from line in File.ReadLines(file).Index()
            where line.Item.Length > MaxLength && line.Item.AsSpan().TrimStart().StartsWith("//")
            select $"{path}({line.Index + 1}) has {line.Item.Length}");
}
