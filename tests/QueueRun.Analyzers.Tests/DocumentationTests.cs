using System.Reflection;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis;
using QueueRun.Tests;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// Every diagnostic has a page, a release row and an analyzer. <see cref="CorpusTests"/> checks that it has invalid programs.
/// </summary>
public class DocumentationTests
{
    private static readonly string[] s_headings = ["\n## Why\n", "\n## Wrong\n", "\n## Right\n", "\n## Cure\n"];

    private static readonly string[] s_releases = ["Shipped", "Unshipped"];

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id).Order()];

    [Fact]
    public void Every_id_has_a_descriptor()
        => Assert.Equal(
            typeof(Ids).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(field => (string)field.GetValue(null)!).Order(),
            Descriptors.All.Select(descriptor => descriptor.Id).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_page_that_its_help_link_leads_to(string id)
    {
        var page = Page(id);
        Assert.StartsWith($"# {id}: {Descriptor(id).Title}\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", Descriptor(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.All(s_headings, heading => Assert.Contains(heading, page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Its_wrong_example_is_wrong_and_its_right_one_right(string id)
    {
        Assert.All(await ReportedAsync(Example(id, "Wrong")), reported => Assert.Equal(id, reported));
        Assert.NotEmpty(await ReportedAsync(Example(id, "Wrong")));
        Assert.Empty(await ReportedAsync(Example(id, "Right")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_release_row(string id)
    {
        var rows = s_releases.SelectMany(name => File.ReadLines(Repository.PathOf("analyzers", "QueueRun.Analyzers", $"AnalyzerReleases.{name}.md")));
        Assert.Contains($"{id} | QueueRun | {Descriptor(id).DefaultSeverity} | {Descriptor(id).Title}", rows);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_analyzer_reports_it(string id) => Assert.Contains(id, Analyzed.SupportedIds);

    private static DiagnosticDescriptor Descriptor(string id) => Descriptors.All.Single(descriptor => descriptor.Id == id);

    private static string Page(string id) => File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));

    private static string Example(string id, string heading)
    {
        var section = Page(id).Split($"\n## {heading}\n")[1];
        return section.Split("```csharp\n")[1].Split("\n```")[0];
    }

    private static async Task<IEnumerable<string>> ReportedAsync(string example)
    {
        var input = Analyzed.Compile(example, Analyzed.KindOf(example));
        return (await Analyzed.DiagnosticsAsync(input)).Select(diagnostic => diagnostic.Id);
    }
}
