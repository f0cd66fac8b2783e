using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QueueRun.Hostile;

/// <summary><c>docs/security.md</c>: each of its claims names an existing test, and its defaults are the real ones.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "security.md"));

    /// <summary>The page's claims: the items between the threat model and the table of defaults, and the rows of the table.</summary>
    public static TheoryData<string> Claims =>
    [
        .. Item().Matches(Page[Page.IndexOf("## Pages of other sites", StringComparison.Ordinal)..Page.IndexOf("## Every default", StringComparison.Ordinal)])
            .Select(match => match.Value.Trim()),
        .. Rows.Select(row => row.Value.Trim()),
    ];

    private static IReadOnlyList<Match> Rows => Row().Matches(Page);

    [Theory, MemberData(nameof(Claims))]
    public void A_claim_names_tests_that_there_are(string claim)
    {
        var named = TestName().Matches(claim);
        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains((test.Groups[1].Value, test.Groups[2].Value), Tests.Value));
    }

    [Fact]
    public void Every_option_stands_there_with_its_real_default()
    {
        var options = new QueueRunOptions();
        var real = typeof(QueueRunOptions).GetProperties().Select(option => (option.Name, Default: Text(option.GetValue(options)))).Order();
        var told = Rows.Select(row => (row.Groups[1].Value, row.Groups[2].Value)).Order();
        Assert.Equal(real, told);

        static string Text(object? value) => value switch
        {
            null => "none",
            bool yes => yes ? "true" : "false",
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            Delegate => "code",
            ICollection { Count: 0 } => "empty",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    /// <summary>All test methods, by class.</summary>
    private static readonly Lazy<HashSet<(string Class, string Method)>> Tests = new(() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("\\obj\\", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .SelectMany(text => ClassName().Matches(text).SelectMany(
                type => Method().Matches(text).Select(method => (type.Groups[1].Value, method.Groups[1].Value)))),
    ]);

    [GeneratedRegex(@"^- .*\n(?:  .*\n)*", RegexOptions.Multiline)]
    private static partial Regex Item();

    [GeneratedRegex(@"^\| `(\w+)` \| (\S+) \| .*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^    public (?:async Task|Task|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();
}
