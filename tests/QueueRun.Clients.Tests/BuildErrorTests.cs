using System.Reflection;

namespace QueueRun.Clients;

/// <summary>Each error of the build has a page and a row, as those of the compiler have.</summary>
public sealed class BuildErrorTests
{
    public static TheoryData<string> Ids => [.. typeof(BuildError).GetFields(BindingFlags.Static | BindingFlags.Public).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_page(string id)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));
        var title = page.Split('\n')[0].Split(": ", 2)[1];
        Assert.StartsWith($"# {id}: {title}\n", page, StringComparison.Ordinal);
        Assert.All((string[])["\n## Why\n", "\n## Wrong\n", "\n## Right\n", "\n## Cure\n"], heading => Assert.Contains(heading, page, StringComparison.Ordinal));
        Assert.Contains($"| [{id}]({id}.md) | error | {title} | |\n", File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")), StringComparison.Ordinal);
    }
}
