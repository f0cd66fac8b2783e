using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analyzers;
using QueueRun.TestCompilations;

namespace QueueRun.CodeFixes.Tests;

/// <summary>
/// Fixes programs as an editor does. The result compiles, with its emitted code, and the diagnostic is gone; fixing one by one and fixing
/// all at once give the same result.
/// </summary>
internal sealed class Fixing
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [.. AllOf<DiagnosticAnalyzer>(typeof(HandlerAnalyzer))];

    /// <summary>All code fix providers.</summary>
    public static readonly ImmutableArray<CodeFixProvider> Providers = [.. AllOf<CodeFixProvider>(typeof(EditingFixProvider))];

    private const string Seam = "\n=====\n";

    private readonly Solution _solution;
    private readonly string _id;
    private readonly string? _key;

    private Fixing(Solution solution, string id, string? key) => (_solution, _id, _key) = (solution, id, key);

    /// <summary>Asserts the result for a library of one file.</summary>
    /// <param name="id">The diagnostic.</param>
    /// <param name="key">The kind of fix; null for the first one offered, as some tools ask.</param>
    /// <param name="before">The file, in which the diagnostic is reported once or more.</param>
    /// <param name="after">The file with everything fixed.</param>
    /// <param name="isAll">Whether the diagnostic is gone afterwards.</param>
    public static Task AssertAsync(string id, string? key, string before, string after, bool isAll = true) => AssertAsync(id, key, [before], [after], isAll: isAll);

    /// <summary>Asserts the result for several files.</summary>
    /// <param name="id">The diagnostic.</param>
    /// <param name="key">The kind of fix.</param>
    /// <param name="before">The files.</param>
    /// <param name="after">The files with everything fixed.</param>
    /// <param name="kind">A library, or a program of top-level statements.</param>
    /// <param name="hasUsings">Whether there are the global usings of a web project.</param>
    /// <param name="isAll">Whether the diagnostic is gone afterwards: another of the same kind may appear.</param>
    /// <param name="scope">The scope of fixing all; for a document, the first one with the diagnostic.</param>
    public static async Task AssertAsync(string id, string? key, string[] before, string[] after,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary, bool hasUsings = true, bool isAll = true, FixAllScope scope = FixAllScope.Solution)
    {
        Fixing fixing = new(Open(kind, hasUsings, before), id, key);
        var diagnostics = await fixing.DiagnosticsAsync(fixing._solution);
        Assert.NotEmpty(diagnostics);
        var all = await fixing.FixAllAsync(diagnostics, scope);
        Assert.Equal(string.Join(Seam, after), string.Join(Seam, await fixing.TextsAsync(all)));
        if (diagnostics is [var one] && await fixing.ActionAsync(one) is { } action) Assert.Equal(string.Join(Seam, after), string.Join(Seam, await fixing.TextsAsync(await ApplyAsync(action))));
        var left = await fixing.DiagnosticsAsync(all);
        Assert.Equal(isAll, left.IsEmpty);
    }

    /// <summary>A program of top-level statements.</summary>
    public static Task AssertProgramAsync(string id, string key, string before, string after)
        => AssertAsync(id, key, [before], [after], OutputKind.ConsoleApplication);

    /// <summary>Asserts that the diagnostic is reported, and that the fix is offered for none.</summary>
    public static async Task AssertNotOfferedAsync(string id, string key, params string[] files)
    {
        Fixing fixing = new(Open(OutputKind.DynamicallyLinkedLibrary, true, files), id, key);
        var diagnostics = await fixing.DiagnosticsAsync(fixing._solution);
        Assert.NotEmpty(diagnostics);
        foreach (var diagnostic in diagnostics) Assert.Null(await fixing.ActionAsync(diagnostic));
    }

    private static Solution Open(OutputKind kind, bool hasUsings, string[] files)
    {
        var compilation = TestCompilation.Create(TestCompilation.AssemblyName, kind, TestCompilation.References, files);
        AdhocWorkspace workspace = new();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, TestCompilation.AssemblyName, TestCompilation.AssemblyName, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: TestCompilation.ParseOptions, metadataReferences: compilation.References));
        foreach (var tree in compilation.SyntaxTrees.Where(tree => hasUsings || tree.FilePath != TestCompilation.UsingsPath))
            project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;
        return project.Solution;
    }

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Solution solution)
    {
        var token = TestContext.Current.CancellationToken;
        var compilation = (await solution.Projects.Single().GetCompilationAsync(token))!;
        TestDriver.Create(SystemTextJson.CreateGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var generated, token);
        Assert.DoesNotContain(output.GetDiagnostics(token).Concat(generated), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var reported = await output.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync(token);
        return [.. reported.Where(diagnostic => diagnostic.Id == _id).OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath == "Program.cs" ? 0 : 1).ThenBy(diagnostic => diagnostic.Location.SourceSpan)];
    }

    /// <summary>The fix that is offered, or null.</summary>
    private async Task<CodeAction?> ActionAsync(Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        var document = _solution.GetDocument(diagnostic.Location.SourceTree)!;
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(_id)))
            await provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions.SingleOrDefault(action => action.EquivalenceKey == _key);
    }

    private async Task<Solution> FixAllAsync(ImmutableArray<Diagnostic> diagnostics, FixAllScope scope)
    {
        var document = _solution.GetDocument(diagnostics[0].Location.SourceTree)!;
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(_id)))
        {
            FixAllContext context = new(document, provider, scope, _key, [_id], new Reported(diagnostics), TestContext.Current.CancellationToken);
            var solution = await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
            if (solution.GetChanges(_solution).GetProjectChanges().Any()) return solution;
        }
        return _solution;
    }

    private static async Task<Solution> ApplyAsync(CodeAction action)
        => (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private async Task<string[]> TextsAsync(Solution solution)
    {
        List<string> texts = [];
        foreach (var id in _solution.Projects.Single().DocumentIds)
        {
            var document = solution.GetDocument(id)!;
            if (document.Name != TestCompilation.UsingsPath) texts.Add((await document.GetTextAsync()).ToString());
        }
        return [.. texts];
    }

    private static IEnumerable<T> AllOf<T>(Type type)
        => type.Assembly.GetTypes().Where(t => typeof(T).IsAssignableFrom(t) && !t.IsAbstract).Select(t => (T)Activator.CreateInstance(t)!);

    private sealed class Reported(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
