namespace QueueRun.Docs;

/// <summary>Every block <c>csharp</c> of a page compiles, with its emitted code, without reports of the compiler or of analyzers.</summary>
public class CodeBlockTests
{
    // The pages of diagnostics show invalid code; a test of the analyzers reads them.
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
