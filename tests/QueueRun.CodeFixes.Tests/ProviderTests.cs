using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analyzers;
using QueueRun.Tests;

namespace QueueRun.CodeFixes.Tests;

/// <summary>The set of all fixes, and their assembly.</summary>
public class ProviderTests
{
    public static TheoryData<string> FixableIds => [.. Fixing.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Distinct().Order()];

    [Fact]
    public void Whatever_has_a_fix()
        => Assert.Equal(["QR0001", "QR0003", "QR0005", "QR0021", "QR0024", "QR0040", "QR0062", "QR0080"], FixableIds.Select(id => id.Data));

    [Theory]
    [MemberData(nameof(FixableIds))]
    public void Its_page_speaks_of_the_fix(string id)
        => Assert.Matches("(?s)\n## Cure\n.*[fF]ix", File.ReadAllText(Repository.PathOf("docs", "diagnostics", $"{id}.md")));

    [Fact]
    public void The_list_of_all_rules_says_severity_rule_and_whether_there_is_a_fix()
    {
        var rules = typeof(HandlerAnalyzer).Assembly.GetTypes().Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal);
        var fixable = FixableIds.Select(id => id.Data).ToHashSet();
        Assert.Equal(
            rules.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {rule.Title} | {(fixable.Contains(rule.Id) ? "fix" : "none")}"),
            File.ReadLines(Repository.PathOf("docs", "diagnostics", "README.md"))
                .Where(line => line.StartsWith("| [QR", StringComparison.Ordinal) && !line.StartsWith("| [QR014", StringComparison.Ordinal)) // QR0140 to QR0149: of the build
                .Select(line =>
            {
                var cells = line.Split(" | ");
                return $"{string.Join(" | ", cells[..3])} | {(cells.Length == 4 && cells[3].TrimEnd('|', ' ').Length > 0 ? "fix" : "none")}";
            }));
    }

    [Fact]
    public void Editors_find_them_and_can_fix_all_at_once()
        => Assert.All(Fixing.Providers, provider =>
        {
            var exported = Assert.Single(provider.GetType().GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false));
            Assert.Equal(["C#"], ((ExportCodeFixProviderAttribute)exported).Languages);
            Assert.NotNull(provider.GetFixAllProvider());
        });

    [Fact]
    public void The_compiler_finds_nothing_to_load_where_workspaces_are_needed()
    {
        var fixes = typeof(EditingFixProvider).Assembly;
        Assert.DoesNotContain(fixes.GetTypes(), type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type));
        Assert.Contains(fixes.GetReferencedAssemblies(), reference => reference.Name!.EndsWith(".Workspaces", StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(HandlerAnalyzer).Assembly.GetReferencedAssemblies(), reference => reference.Name!.EndsWith(".Workspaces", StringComparison.Ordinal));
    }

    [Fact]
    public Task All_of_one_document_are_its_own()
        => Fixing.AssertAsync("QR0001", AccessFixProvider.MakeInternal,
            ["class C { [SocketHandler] static void M() {} [SocketHandler(\"a=b\")] static void N() {} }", "class D { [SocketHandler(\"a=c\")] static void M() {} }"],
            ["class C { [SocketHandler] internal static void M() {} [SocketHandler(\"a=b\")] internal static void N() {} }", "class D { [SocketHandler(\"a=c\")] static void M() {} }"],
            isAll: false, scope: FixAllScope.Document);

    [Fact]
    public Task All_of_a_project_are_in_all_of_its_documents()
        => Fixing.AssertAsync("QR0080", AwaitFixProvider.Await,
            ["class C { [SocketHandler] internal static void M(ISocket socket) => socket.SendAsync(1); }", "class D { [SocketHandler(\"a=c\")] internal static void M(ISocket socket) => socket.SendAsync(1); }"],
            ["class C { [SocketHandler] internal static async Task M(ISocket socket) => await socket.SendAsync(1); }", "class D { [SocketHandler(\"a=c\")] internal static async Task M(ISocket socket) => await socket.SendAsync(1); }"],
            scope: FixAllScope.Project);
}
