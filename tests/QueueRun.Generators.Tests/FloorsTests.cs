using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.TestCompilations;
using QueueRun.Tests;

namespace QueueRun.Generators.Tests;

/// <summary>
/// The folders of the generator and of the analyzers stand on floors, as the runtime's do: a folder knows only folders below it.
/// </summary>
public class FloorsTests
{
    private const string Shared = "analyzers/Shared";
    private const string Generator = "generators/QueueRun.Generators";
    private const string Analyzers = "analyzers/QueueRun.Analyzers";

    /// <summary>From the ground up. Folders of one floor do not know each other.</summary>
    private static readonly string[][] s_floors =
    [
        [Shared + "/Symbols"], [Shared + "/Json"], [Shared],
        [Generator + "/Emission", Generator + "/Discovery", Analyzers + "/Basics"],
        [Generator + "/Json", Generator + "/Schemas", Analyzers + "/Json"], [Generator + "/Handlers", Generator + "/Sends"], [Generator + "/Module", Generator + "/AsyncApi"],
        [Generator, Analyzers],
    ];

    private static readonly IEnumerable<MetadataReference> s_references =
        [.. TestCompilation.References, MetadataReference.CreateFromFile(typeof(ISymbol).Assembly.Location), MetadataReference.CreateFromFile(typeof(CSharpCompilation).Assembly.Location)];

    [Fact]
    public void A_folder_knows_only_folders_below_it()
    {
        var usings = TestCompilation.Parse("""
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Threading; global using System.Threading.Tasks; global using QueueRun.Analysis;
            """, TestCompilation.UsingsPath);
        var trees = Files().Select(file => TestCompilation.Parse(File.ReadAllText(file), file)).ToList();
        var compilation = CSharpCompilation.Create("Floors", [usings, .. trees], s_references);
        // Only names that are declared above are looked up: binding everything would take as long as compiling it.
        var declared = trees.SelectMany(tree => DeclaredIn(tree).Select(name => (Name: name, tree.FilePath))).ToLookup(pair => pair.Name, pair => pair.FilePath);
        var complaints =
            from tree in trees
            from name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>()
            where declared[name.Identifier.ValueText].Any(file => !MayKnow(tree.FilePath, file))
            let known = compilation.GetSemanticModel(tree).GetSymbolInfo(name).Symbol
            where known is null || known.OriginalDefinition.DeclaringSyntaxReferences.Any(declaration => !MayKnow(tree.FilePath, declaration.SyntaxTree.FilePath))
            select $"{Folder(tree.FilePath)}/{Path.GetFileName(tree.FilePath)} knows {name}";

        var text = string.Join("\n", complaints.Distinct().Order(StringComparer.Ordinal));
        Assert.True(text.Length == 0, text);
    }

    [Fact]
    public void A_folder_has_its_floor()
        => Assert.Equal(
            Files().Select(Folder).Distinct().Order(StringComparer.Ordinal),
            s_floors.SelectMany(floor => floor).Order(StringComparer.Ordinal));

    /// <summary>The names by which other files use a file's types: those of the types, and of extension methods.</summary>
    private static IEnumerable<string> DeclaredIn(SyntaxTree tree)
        => tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            MethodDeclarationSyntax { ParameterList.Parameters: [{ Modifiers: var modifiers }, ..] } method when modifiers.Any(SyntaxKind.ThisKeyword) => method.Identifier.ValueText,
            _ => null,
        }).OfType<string>();

    private static bool MayKnow(string file, string known) => Folder(known) == Folder(file) || Floor(known) < Floor(file);

    private static int Floor(string file) => Array.FindIndex(s_floors, floor => floor.Contains(Folder(file)));

    private static string Folder(string file) => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<string> Files()
        => new[] { Shared, Generator, Analyzers }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
