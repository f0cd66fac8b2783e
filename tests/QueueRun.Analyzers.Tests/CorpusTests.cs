using System.Text.RegularExpressions;
using QueueRun.Analysis;
using QueueRun.Tests;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// A corpus of programs. In <c>Wrong</c> there are at least three for each rule, with marks at the expected diagnostics; in <c>Right</c>,
/// each program has another subject, and none may have a diagnostic.
/// </summary>
public partial class CorpusTests
{
    private static readonly string s_root = Repository.PathOf("tests", "QueueRun.Analyzers.Tests");

    public static TheoryData<string> WrongPrograms => [.. Files("Wrong")];

    public static TheoryData<string> RightPrograms => [.. Files("Right")];

    [Theory]
    [MemberData(nameof(WrongPrograms))]
    public async Task A_wrong_program_is_told_what_and_where(string file)
    {
        var marked = await ReadAsync(file);
        var id = Path.GetFileName(Path.GetDirectoryName(file))!;
        Assert.Contains($"{{|{id}:", marked, StringComparison.Ordinal);
        await Analyzed.AssertAsync(marked, Analyzed.KindOf(Analyzed.Unmark(marked).Source));
    }

    [Theory]
    [MemberData(nameof(RightPrograms))]
    public async Task A_right_program_is_left_in_peace(string file)
    {
        var source = await ReadAsync(file);
        Assert.DoesNotContain("{|", source, StringComparison.Ordinal);
        await Analyzed.AssertAsync(source, Analyzed.KindOf(source));
    }

    [Fact]
    public void Every_rule_has_at_least_three_wrong_programs()
    {
        var counts = Files("Wrong").CountBy(file => Path.GetFileName(Path.GetDirectoryName(file))!).ToDictionary();
        Assert.Equal(Descriptors.All.Select(descriptor => descriptor.Id).Order(), counts.Keys.Order());
        Assert.All(counts, count => Assert.True(count.Value >= 3, $"{count.Key} has {count.Value} wrong programs"));
    }

    [Fact]
    public async Task There_are_at_least_sixty_right_programs_and_each_is_about_something_else()
    {
        var subjects = await SubjectsAsync("Right");
        Assert.True(subjects.Count >= 60, $"there are {subjects.Count}");
        Assert.Equal(subjects.Count, subjects.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task Every_wrong_program_is_wrong_in_its_own_way()
    {
        var subjects = await SubjectsAsync("Wrong");
        Assert.Empty(subjects.GroupBy(subject => subject, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    private static async Task<IReadOnlyList<string>> SubjectsAsync(string folder)
    {
        List<string> subjects = [];
        foreach (var file in Files(folder))
        {
            var first = (await ReadAsync(file)).Split('\n')[0];
            Assert.True(Subject.IsMatch(first), $"{file} begins with '{first}', which does not name its subject");
            subjects.Add(first);
        }
        return subjects;
    }

    private static IEnumerable<string> Files(string folder)
        => Directory.GetFiles(Path.Combine(s_root, folder), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(s_root, file)).Order(StringComparer.Ordinal);

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(s_root, file), TestContext.Current.CancellationToken);

    [GeneratedRegex("^// .{10,}$")]
    private static partial Regex Subject { get; }
}
