using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.TestCompilations;
using QueueRun.Tests;

namespace QueueRun.Generators.Tests;

/// <summary>A type is in a file of its name.</summary>
public class FileNamesTests
{
    /// <summary>Programs that tests compile themselves, and the expected output of the generator: their names follow other rules.</summary>
    private static readonly string[] s_programs = ["/bin/", "/obj/", ".verified.cs", ".received.cs", "/Right/", "/Wrong/", "/Programs/Everything/", "/QueueRun.Docs.Tests/Given.cs"];

    [Fact]
    public void A_file_has_the_name_of_one_of_its_types()
        => Assert.Empty(
            from file in Files("src", "generators", "analyzers", "tests")
            let types = TypesOf(file).Select(NameOf).ToList()
            where types.Count > 0 && NameOf(file) is not "Polyfills" && !types.Contains(NameOf(file))
            select $"{file} has {string.Join(", ", types)}");

    [Fact]
    public void A_public_type_of_a_library_has_a_file_of_its_name()
        => Assert.Empty(
            from file in Files("src")
            from type in TypesOf(file)
            where type.Modifiers.Any(SyntaxKind.PublicKeyword) && NameOf(type) != NameOf(file)
            select $"{file} has {NameOf(type)}");

    private static IEnumerable<string> Files(params string[] folders)
        => folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => file.Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !s_programs.Any(program => file.Contains(program, StringComparison.Ordinal)));

    private static IEnumerable<MemberDeclarationSyntax> TypesOf(string file)
        => TestCompilation.Parse(File.ReadAllText(file), file).GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type)
        => type is DelegateDeclarationSyntax named ? named.Identifier.ValueText : ((BaseTypeDeclarationSyntax)type).Identifier.ValueText;

    /// <summary>The name up to the first dot: after it, the parts of a type name their subjects.</summary>
    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];
}
