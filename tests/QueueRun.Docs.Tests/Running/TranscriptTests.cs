namespace QueueRun.Docs.Running;

/// <summary>The conversations on pages with their programs are real.</summary>
public class TranscriptTests
{
    private static readonly Dictionary<string, PageProgram> s_programs = MarkdownPage.Paths.Select(MarkdownPage.Read)
        .Where(page => !page.Path.StartsWith("docs/diagnostics/", StringComparison.Ordinal))
        .SelectMany(PageProgram.ReadAll)
        .Where(program => program.Transcripts.Count > 0)
        .ToDictionary(program => program.Name);

    public static TheoryData<string> Programs => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task It_is_what_happens(string program)
    {
        await using var page = await RunningPage.StartAsync(s_programs[program]);
        foreach (var transcript in s_programs[program].Transcripts) await Transcript.ReplayAsync(transcript, () => page.ConnectAsync());
    }
}
