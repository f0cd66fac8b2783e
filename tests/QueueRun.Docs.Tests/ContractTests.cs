using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Docs;

/// <summary>The official parser of AsyncAPI accepts the contract of every program of the pages and of the samples.</summary>
public class ContractTests
{
    [Fact]
    public async Task The_contracts_of_the_pages_are_valid()
    {
        List<AsyncApiQuestion> questions = [];
        foreach (var program in MarkdownPage.Paths.Select(MarkdownPage.Read).Where(page => !page.Path.StartsWith("docs/diagnostics/", StringComparison.Ordinal)).SelectMany(PageProgram.ReadAll))
        {
            if (EmittedContract.Text((await Compiled.FromAsync(program)).Output) is { } text) questions.Add(new(program.Name, text));
        }
        Assert.True(questions.Count >= 20, $"{questions.Count} programs have a contract.");
        await AssertValidAsync(questions);
    }

    [Theory]
    [InlineData("Chat")]
    [InlineData("Ports")]
    public async Task The_contract_of_a_sample_is_valid(string sample)
    {
        var files = Directory.GetFiles(Repository.PathOf("samples", sample), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);
        var output = Compiled.Emit([.. files]);
        // A regular expression's method has no body: its generator does not run here.
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Id: not "CS8795" }));
        await AssertValidAsync([new(sample, EmittedContract.Text(output)!)]);
    }

    private static async Task AssertValidAsync(List<AsyncApiQuestion> questions)
    {
        var answers = await AsyncApiTool.AskAsync(questions);
        Assert.Equal(questions.Count, answers.Count);
        var problems = answers.Values.SelectMany(answer => answer.Problems.Select(problem => $"{answer.Name}: {problem}"));
        Assert.True(!problems.Any(), string.Join('\n', problems));
    }
}
