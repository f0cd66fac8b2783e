using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Analysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>
/// A run of the generator over a program. Creating it asserts that the output compiles without a warning, that emitted code hides no
/// warnings except those about obsolete members, that a second run after an unrelated edit finds everything unchanged, and that no step
/// keeps a compilation alive.
/// </summary>
internal sealed class GeneratorRun
{
    /// <summary>The file of the contract.</summary>
    public const string Contract = "SocketContract.g.cs";

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input, Compilation output)
    {
        Driver = driver;
        Input = input;
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    private GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The emitted files by name.</summary>
    public ImmutableArray<GeneratedSourceResult> Files => Result.GeneratedSources;

    public IEnumerable<string> FileNames => Files.Select(file => file.HintName);

    public static GeneratorRun Of(params string[] files) => Of(TestCompilation.Create(files));

    public static GeneratorRun Of(CSharpCompilation input)
    {
        var run = Next(NewDriver(), input);
        run.AssertCompiles();
        run.AssertHoldsNothing();
        Next(run.Driver, input.AddSyntaxTrees(TestCompilation.Parse("internal sealed class Unrelated;", "Unrelated.cs"))).AssertUnchanged();
        return run;
    }

    /// <summary>A new driver, without earlier results.</summary>
    /// <param name="disabled">Outputs that the host never requests.</param>
    public static GeneratorDriver NewDriver(IncrementalGeneratorOutputKind disabled = IncrementalGeneratorOutputKind.None)
        => CSharpGeneratorDriver.Create(
            [new QueueRunGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(disabled, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs again after an edit: the file's text with one piece replaced.</summary>
    public GeneratorRun Edit(string old, string @new)
    {
        var tree = Input.SyntaxTrees.Single(tree => tree.ToString().Contains(old, StringComparison.Ordinal));
        var text = tree.ToString();
        return Change(input => input.ReplaceSyntaxTree(tree, TestCompilation.Parse(text.Replace(old, @new, StringComparison.Ordinal), tree.FilePath)));
    }

    /// <summary>Runs again after any change of the program, and asserts that the output is the same as that of a first run.</summary>
    public GeneratorRun Change(Func<CSharpCompilation, CSharpCompilation> change)
    {
        var run = Next(Driver, change(Input));
        run.AssertHoldsNothing();
        run.AssertIsLikeNew();
        return run;
    }

    /// <summary>The text of an emitted file.</summary>
    public string File(string hintName) => Files.Single(file => file.HintName == hintName).SourceText.ToString();

    public bool HasFile(string hintName) => FileNames.Contains(hintName);

    /// <summary>The reasons of a step's outputs, without repetition, in the order of their names.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string trackingName)
        => Result.TrackedSteps.TryGetValue(trackingName, out var steps)
            ? steps.SelectMany(step => step.Outputs).Select(output => output.Reason).Distinct().OrderBy(reason => reason.ToString(), StringComparer.Ordinal)
            : [];

    /// <summary>The names of emitted files with a new text, without the contract: it says something about each handler and each member.</summary>
    public IEnumerable<string> Rewritten(GeneratorRun before)
        => Files.Where(file => file.HintName != Contract && !before.Files.Any(old => old.HintName == file.HintName && old.SourceText.ContentEquals(file.SourceText))).Select(file => file.HintName);

    /// <summary>The names of files that were emitted again, or for the first time, even if their text is unchanged; without the contract.</summary>
    public IEnumerable<string> EmittedSince(GeneratorRun before)
        => Files.Where(file => file.HintName != Contract && !before.Files.Any(old => old.HintName == file.HintName && ReferenceEquals(old.SourceText, file.SourceText))).Select(file => file.HintName);

    public void AssertCompiles()
    {
        Assert.Null(Result.Exception);
        Assert.Empty(Result.Diagnostics);
        AssertNoWarnings(Audible(Output)); // where the output as it is has a warning, this has it too
    }

    private static void AssertNoWarnings(Compilation output)
    {
        var complaints = output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.True(!complaints.Any(), string.Join("\n", complaints.Select(diagnostic => $"{diagnostic}\n    {Line(diagnostic)}")));
    }

    /// <summary>
    /// Emitted files silence every warning, for members that the program's author uses. This checks all other warnings that they may hide.
    /// </summary>
    private Compilation Audible(Compilation output)
        => Result.GeneratedSources.Aggregate(output, (audible, file) =>
        {
            var text = file.SourceText.ToString();
            Assert.Contains(Emitted.NoWarnings, text, StringComparison.Ordinal);
            return audible.ReplaceSyntaxTree(file.SyntaxTree, TestCompilation.Parse(
                text.Replace(Emitted.NoWarnings, "#pragma warning disable CS0612, CS0618, CS3001, CS3009, CS3016", StringComparison.Ordinal), file.SyntaxTree.FilePath));
        });

    public void AssertUnchanged()
    {
        var changed =
            from step in Result.TrackedSteps.Where(step => IsOurs(step.Key)).Concat(Result.TrackedOutputSteps).SelectMany(pair => pair.Value.Select(step => (pair.Key, Step: step)))
            from output in step.Step.Outputs
            where output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)
            select $"{step.Key}: {output.Reason}";
        Assert.Empty(changed);
    }

    private static bool IsOurs(string trackingName)
        => typeof(TrackingNames).GetField(trackingName) is not null || MarkedKind.All.Any(kind => kind.Step == trackingName);

    private static GeneratorRun Next(GeneratorDriver driver, CSharpCompilation input)
    {
        var next = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out _, TestContext.Current.CancellationToken);
        return new(next, input, output);
    }

    /// <summary>Earlier results must have no effect: not even the trees are the same.</summary>
    private void AssertIsLikeNew()
    {
        var parsed = Input.SyntaxTrees.Select(tree => TestCompilation.Parse(tree.ToString(), tree.FilePath));
        var fresh = Next(NewDriver(), Input.RemoveAllSyntaxTrees().AddSyntaxTrees(parsed));
        Assert.Equal(Texts(fresh), Texts(this));

        static IEnumerable<(string, string)> Texts(GeneratorRun run) => run.Files.Select(file => (file.HintName, file.SourceText.ToString())).Order();
    }

    private static string Line(Diagnostic diagnostic)
        => diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim() ?? "";

    /// <summary>Searches all results of our steps for objects that would keep a compilation alive.</summary>
    private void AssertHoldsNothing()
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (var (name, steps) in Result.TrackedSteps.Where(step => IsOurs(step.Key)))
        {
            foreach (var (value, _) in steps.SelectMany(step => step.Outputs)) Walk(value, name);
        }

        void Walk(object? value, string path)
        {
            if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value)) return;
            Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Location or Compilation or SemanticModel or AttributeData,
                $"{path} holds a {value.GetType().Name}");
            // All other objects, including collections, hold their contents in fields.
            if (value is Array items)
            {
                foreach (var item in items) Walk(item, path + "[]");
            }
            for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer) Walk(field.GetValue(value), $"{path}.{field.Name}");
                }
            }
        }
    }
}
