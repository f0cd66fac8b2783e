using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>What is read again after an edit, and what is remembered.</summary>
public class DeclarationVersionTests
{
    private const string Program = """
        using System.IO;
        partial class A(int x) : object
        {
            const int One = 1;
            enum E { First = 1 }
            [Obsolete("a")] public int M(string text = "b") { /* body */ return 1; }
            public int Arrow() => 2;
            partial void Part();
            public int Get { get { return 3; } }
            A() : this(4) { M(); }
        }
        """;

    // Options and references are compared by reference, so all versions are of one compilation.
    private static readonly CSharpCompilation s_compilation = TestCompilation.Create("");

    [Theory]
    [InlineData("/* body */", "M(null);")]
    [InlineData("/* body */", "void Local([System.Obsolete] int y) { }")]
    [InlineData("=> 2", "=> 3 + 4")]
    [InlineData("{ M(); }", "{ }")]
    [InlineData("    const", "// a comment\n    const")]
    public void A_body_or_a_comment_leaves_it_alone(string old, string @new) => Assert.Equal(Version(Program), Version(Edit(old, @new)));

    [Theory]
    [InlineData("System.IO", "System.Net")]
    [InlineData("int x", "long x")]
    [InlineData(": object", ": System.Object")]
    [InlineData("One = 1", "One = 2")]
    [InlineData("First = 1", "First = 2")]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("\"b\"", "\"c\"")]
    [InlineData("int M", "long M")]
    [InlineData("void Part();", "void Part() { }")]
    [InlineData("void Part();", "void Part() => M();")]
    [InlineData("this(4)", "this(5)")]
    [InlineData("/* body */", "\n#nullable disable\n")]
    [InlineData("    const", "\n#nullable disable\n    const")]
    [InlineData("get {", "private get {")]
    public void Everything_else_changes_it(string old, string @new) => Assert.NotEqual(Version(Program), Version(Edit(old, @new)));

    [Fact]
    public void What_the_program_is_compiled_with_changes_it()
    {
        var compilation = TestCompilation.Create(Program);
        var version = DeclarationVersion.Of(compilation);
        Assert.NotEqual(version, DeclarationVersion.Of(compilation.WithAssemblyName("Other")));
        Assert.NotEqual(version, DeclarationVersion.Of(compilation.RemoveReferences(compilation.References.First())));
        Assert.NotEqual(version, DeclarationVersion.Of(compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        Assert.NotEqual(version, DeclarationVersion.Of(compilation.AddSyntaxTrees(TestCompilation.Parse("class B;", "B.cs"))));
        Assert.Equal(version, DeclarationVersion.Of(compilation.Clone()));
    }

    [Fact]
    public void Statements_at_the_top_are_bodies()
        => Assert.Equal(Version("System.Console.WriteLine(1); class A;"), Version("System.Console.WriteLine(2); class A;"));

    [Fact]
    public void A_method_is_read_again_when_its_file_or_any_declaration_has_changed()
    {
        Counting counting = new();
        var compilation = TestCompilation.Create(
            "static class A { [SocketHandler(\"a=1\")] static void M() { /* body */ } }", "static class B { [SocketHandler(\"a=2\")] static void M() {} }", "class C { void M() { /* elsewhere */ } }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(counting);
        Assert.Equal(2, ReadsAfter("/* elsewhere */", "/* elsewhere */"));
        Assert.Equal(0, ReadsAfter("/* elsewhere */", "M();"));
        Assert.Equal(1, ReadsAfter("/* body */", "M();"));
        Assert.Equal(2, ReadsAfter("class C {", "class C : object {"));

        int ReadsAfter(string old, string @new)
        {
            counting.Reads = 0;
            var tree = compilation.SyntaxTrees.Single(tree => tree.ToString().Contains(old, StringComparison.Ordinal));
            if (old != @new)
                compilation = compilation.ReplaceSyntaxTree(tree, TestCompilation.Parse(tree.ToString().Replace(old, @new, StringComparison.Ordinal), tree.FilePath));
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            return counting.Reads;
        }
    }

    private static string Edit(string old, string @new)
    {
        Assert.Contains(old, Program, StringComparison.Ordinal);
        return Program.Replace(old, @new, StringComparison.Ordinal);
    }

    private static string Version(string text)
    {
        var empty = s_compilation.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
        return DeclarationVersion.Of(s_compilation.ReplaceSyntaxTree(empty, TestCompilation.Parse(text, empty.FilePath)));
    }

    private sealed class Counting : IIncrementalGenerator
    {
        public int Reads { get; set; }

        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            Memory<string> memory = new(found =>
            {
                Reads++;
                return found.TargetSymbol.Name;
            });
            context.RegisterSourceOutput(
                context.SyntaxProvider.ForAttributeWithMetadataName("QueueRun.SocketHandlerAttribute", static (node, _) => node is MethodDeclarationSyntax, memory.Read),
                static (_, _) => { });
        }
    }
}
