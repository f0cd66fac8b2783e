using System.Reflection;
using System.Text.RegularExpressions;
using QueueRun.Analyzers;

namespace QueueRun.Docs.Tests;

/// <summary><c>samples/Diagnostics</c> builds as its README says, with the output that the README lists.</summary>
public partial class DiagnosticsSampleTests
{
    private static readonly string s_folder = Repository.PathOf("samples", "Diagnostics");

    [Fact]
    public async Task A_build_prints_what_its_readme_lists()
    {
        // Its references were built with this test.
        var configuration = typeof(DiagnosticsSampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var output = await Dotnet.FailAsync(s_folder, "build", "--nologo", "--no-incremental", "-tl:off", "-v:m", "-c", configuration, "-p:BuildProjectReferences=false");
        var printed = Printed.Matches(output)
            .Select(match => (
                File: Path.GetFileName(match.Groups["path"].Value), Line: int.Parse(match.Groups["line"].Value, System.Globalization.CultureInfo.InvariantCulture),
                Id: match.Groups["id"].Value, Severity: match.Groups["severity"].Value, Message: match.Groups["message"].Value))
            .Distinct()
            .OrderBy(told => told.File, StringComparer.Ordinal).ThenBy(told => told.Line).ThenBy(told => told.Id, StringComparer.Ordinal)
            .Select(told => $"| {told.File}, {told.Line} | {told.Severity} [{told.Id}](../../docs/diagnostics/{told.Id}.md) | `{told.Message}` |");
        var listed = (await File.ReadAllLinesAsync(Path.Combine(s_folder, "README.md"), TestContext.Current.CancellationToken)).Where(line => line.Contains("/docs/diagnostics/QR", StringComparison.Ordinal));
        Assert.Equal(string.Join("\n", printed), string.Join("\n", listed));
    }

    [Fact]
    public void Every_rule_speaks_in_it()
    {
        var readme = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        var all = typeof(HandlerAnalyzer).Assembly.GetTypes().Where(type => typeof(Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .SelectMany(type => ((Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics).Select(rule => rule.Id).Distinct();
        Assert.All(all, id => Assert.Matches($@"\| (error|warning) \[{id}\]", readme));
    }

    [Fact]
    public void The_solution_does_not_build_it()
        => Assert.DoesNotContain("Diagnostics.csproj", File.ReadAllText(Repository.PathOf("QueueRun.sln")).Replace("QueueRun.Diagnostics.Tests.csproj", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<path>[^\n]+)\((?<line>\d+),\d+\): (?<severity>error|warning) (?<id>[A-Z]+\d+): (?<message>.*?)( \(https://\S+\))? \[[^\]\n]+\.csproj\]", RegexOptions.Multiline)]
    private static partial Regex Printed { get; }
}
