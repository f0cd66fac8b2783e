using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Docs;

/// <summary>
/// <c>docs/seed.md</c> quotes each sentence of the document from which QueueRun began, and names the tests for it. No sentence is left out,
/// and the tests exist and run.
/// </summary>
public class SeedTests
{
    private static readonly string s_map = File.ReadAllText(Repository.PathOf("docs", "seed.md"));

    [Fact]
    public void It_quotes_each_sentence_in_order()
        => Assert.Equal(SeedText.Sentences(File.ReadAllText(Repository.PathOf("docs", "websocket-seed.md"))), SeedText.Entries(s_map).Select(entry => entry.Quote));

    [Fact]
    public void It_says_of_each_sentence_what_shows_it()
        => Assert.Empty(SeedText.Entries(s_map)
            .Where(entry => entry.Tests.Count == 0 && !entry.Text.StartsWith("No claim", StringComparison.Ordinal) && !entry.Text.StartsWith("Not in this version", StringComparison.Ordinal))
            .Select(entry => entry.Quote));

    [Fact]
    public void Only_jobs_are_not_in_this_version()
        => Assert.All(
            SeedText.Entries(s_map).Where(entry => entry.Text.Contains("Not in this version", StringComparison.Ordinal)),
            entry => Assert.Contains(entry.Quote.Split(' ', '`', '/', '.', '='), word => word is "queues" or "queued" or "scheduled"));

    [Fact]
    public void The_tests_that_it_names_are_there_and_run()
    {
        var named = SeedText.Entries(s_map).SelectMany(entry => entry.Tests).Distinct().ToList();
        Assert.NotEmpty(named);
        Dictionary<string, string> files = [];
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
            if (!path.Contains("/obj/", StringComparison.Ordinal)) files.Add(path, File.ReadAllText(file));
        }

        Assert.Empty(named.Select(test => Problem(test, files)).OfType<string>());
    }

    private static string? Problem(SeedTest test, Dictionary<string, string> files)
    {
        if (!files.TryGetValue(test.File, out var text)) return $"{test}: there is no such file";
        var type = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == test.Class);
        if (type?.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(method => method.Identifier.ValueText == test.Method) is not { } method)
            return $"{test}: there is no such test in the file";

        var fact = method.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() is "Fact" or "Theory");
        if (fact is null) return $"{test}: it is no test";
        if (fact.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.ValueText.StartsWith("Skip", StringComparison.Ordinal) == true) == true) return $"{test}: it is skipped";
        var runs = !type.Modifiers.Any(SyntaxKind.AbstractKeyword) || files.Values.Any(other => other.Contains($" : {test.Class}(", StringComparison.Ordinal));
        return runs ? null : $"{test}: its class is abstract, and no other runs it";
    }
}
