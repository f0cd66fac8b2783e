using System.Reflection;
using System.Runtime.CompilerServices;
using QueueRun.Analysis;

namespace QueueRun.Analyzers.Tests;

/// <summary>Every diagnostic has a page, a release row, an analyzer and tests.</summary>
public class DocumentationTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static readonly string[] s_headings = ["\n## Why\n", "\n## Wrong\n", "\n## Right\n"];

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
        var page = File.ReadAllText(Path.Combine(s_root, "docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {Descriptor(id).Title}\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", Descriptor(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.All(s_headings, heading => Assert.Contains(heading, page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_release_row(string id)
    {
        var rows = s_releases.SelectMany(name => File.ReadLines(Path.Combine(s_root, "analyzers", "QueueRun.Analyzers", $"AnalyzerReleases.{name}.md")));
        Assert.Contains($"{id} | QueueRun | {Descriptor(id).DefaultSeverity} | {Descriptor(id).Title}", rows);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_analyzer_reports_it_and_tests_show_where(string id)
    {
        Assert.Contains(id, Analyzed.SupportedIds);
        var tests = string.Concat(Directory.GetFiles(Path.GetDirectoryName(ThisFile())!, "*Tests.cs").Select(File.ReadAllText));
        Assert.True(tests.Split("{|" + id + ":").Length > 2, "a rule is tested on at least two wrong programs");
    }

    private static Microsoft.CodeAnalysis.DiagnosticDescriptor Descriptor(string id) => Descriptors.All.Single(descriptor => descriptor.Id == id);

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
