namespace QueueRun.Docs;

/// <summary>Every block <c>csharp</c> of a page compiles, with what is emitted for it, and neither compiler nor analyzers complain.</summary>
public class CodeBlockTests
{
    // Pages of diagnostics show what is wrong; a test of the analyzers reads them.
    private static readonly Dictionary<string, PageProgram> s_programs = MarkdownPage.Paths.Select(MarkdownPage.Read)
        .Where(page => !page.Path.StartsWith("docs/diagnostics/", StringComparison.Ordinal))
        .SelectMany(PageProgram.ReadAll)
        .ToDictionary(program => program.Name);

    public static TheoryData<string> Programs => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task It_compiles(string program)
    {
        var compiled = await Compiled.FromAsync(s_programs[program]);
        Assert.True(compiled.Complaints.IsEmpty, string.Join('\n', compiled.Complaints));
    }
}
