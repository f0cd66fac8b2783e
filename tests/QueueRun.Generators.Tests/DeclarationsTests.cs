using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>Which attributes are read again after an edit, and which results are kept.</summary>
public class DeclarationsTests
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

    // Options and references are compared by reference, so all versions belong to one compilation.
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
        var version = Version(compilation);
        Assert.NotEqual(version, Version(compilation.WithAssemblyName("Other")));
        Assert.NotEqual(version, Version(compilation.RemoveReferences(compilation.References.First())));
        Assert.NotEqual(version, Version(compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        Assert.Equal(version, Version(compilation.Clone()));
    }

    [Theory]
    [InlineData("class B;")]
    [InlineData("static class B { extension(string text) { public int Size => 1; } }")]
    [InlineData("namespace B { class A; }")]
    [InlineData("global using System.Text;")]
    [InlineData("global using Text = System.String;")]
    [InlineData("[assembly: System.CLSCompliant(false)]")]
    [InlineData("[System.Text.Json.Serialization.JsonSerializable(typeof(A))] partial class Context : System.Text.Json.Serialization.JsonSerializerContext;")]
    public void A_file_that_says_what_names_mean_changes_it_everywhere(string other)
    {
        var compilation = TestCompilation.Create(Program);
        Assert.NotEqual(Version(compilation), Version(compilation.AddSyntaxTrees(TestCompilation.Parse(other, "Other.cs"))));
    }

    [Theory]
    [InlineData("class A { [Mark(B.Text)] void M(B b) {} }", "class B { public const string Text = \"one\"; }", "one", "two")]
    [InlineData("class A { void M(B b) {} }", "class B { C C { get; set; } } class D { int E; } class C { int E; }", "C { int", "C { long")]
    [InlineData("class A { void M(B b) {} }", "namespace N { } partial class B { int X; }", "int X", "long X")]
    [InlineData("[Mark] class A { void M() {} }", "class MarkAttribute(int x) : System.Attribute;", "int x", "long x")]
    [InlineData("partial class A { void M() {} }", "partial class A { int X; }", "int X", "long X")]
    [InlineData("class A : B { void M() {} }", "class B { int X; }", "int X", "long X")]
    [InlineData("class A { void M(B b) {} }", "class B { [System.Obsolete $] int X; }", " $", "")] // as long as it is wrong, an attribute says nothing
    [InlineData("class A { void M(B b) {} }", "class B { [System.Obsolete(\"a\" $)] int X; }", " $", "")]
    [InlineData("class A { void M(B b) {} }", "class B { [System.Obsolete(\"a\") $] int X; }", " $", "")]
    [InlineData("class A { void M(B b) {} }", "class B { [System.Obsolete(\"a\" ;)] int X; }", " ;", "")]
    [InlineData("using static B; class A { void M(int x = Text) {} }", "class B { public const int Text = 1; }", "= 1", "= 2")]
    public void What_a_file_depends_on_changes_it(string file, string other, string old, string @new)
    {
        Assert.NotEqual(VersionBeside(file, other), VersionBeside(file, other.Replace(old, @new, StringComparison.Ordinal)));
        Assert.Equal(VersionBeside("class Z;", other), VersionBeside("class Z;", other.Replace(old, @new, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_context_is_everybodys_business_under_names_that_all_files_share()
    {
        const string Aliases = "global using List = System.Text.Json.Serialization.JsonSerializableAttribute; global using Context = System.Text.Json.Serialization.JsonSerializerContext;";
        Assert.NotEqual(WithContext("[List(typeof(int))] partial class B : Context;"), WithContext("[List(typeof(long))] partial class B : Context;"));

        static DeclarationVersion WithContext(string context)
        {
            var compilation = s_compilation.AddSyntaxTrees(TestCompilation.Parse(Aliases, "Aliases.cs"), TestCompilation.Parse(context, "Context.cs"));
            return Version(compilation);
        }
    }

    [Fact]
    public void Statements_at_the_top_are_bodies()
        => Assert.Equal(Version("System.Console.WriteLine(1); class A;"), Version("System.Console.WriteLine(2); class A;"));

    [Fact]
    public void A_method_is_read_again_when_a_declaration_that_it_depends_on_has_changed()
    {
        Counting counting = new();
        var compilation = TestCompilation.Create(
            "static class A { [SocketHandler(\"a=1\")] static void M() { /* body */ } }", "static class B { [SocketHandler(\"a=2\")] static void M() {} }", "class C { void M() { /* elsewhere */ } }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(counting);
        Assert.Equal(2, ReadsAfter("/* elsewhere */", "/* elsewhere */"));
        Assert.Equal(0, ReadsAfter("/* elsewhere */", "M();"));
        Assert.Equal(0, ReadsAfter("/* body */", "M();"));
        Assert.Equal(0, ReadsAfter("class C {", "class C : object {"));
        Assert.Equal(1, ReadsAfter("static void M() {}", "static void M(C data) {}"));
        Assert.Equal(1, ReadsAfter("class C : object {", "class C {"));
        Assert.Equal(2, ReadsAfter("class C {", "enum E; class C {"));

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

    private static DeclarationVersion Version(string text)
    {
        var empty = s_compilation.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
        return Version(s_compilation.ReplaceSyntaxTree(empty, TestCompilation.Parse(text, empty.FilePath)));
    }

    private static DeclarationVersion VersionBeside(string text, string other)
    {
        var empty = s_compilation.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
        return Version(s_compilation.ReplaceSyntaxTree(empty, TestCompilation.Parse(text, empty.FilePath)).AddSyntaxTrees(TestCompilation.Parse(other, "Other.cs")));
    }

    private static DeclarationVersion Version(Compilation compilation)
        => Declarations.Of(compilation).Version(compilation.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs"));

    private sealed class Counting : IIncrementalGenerator
    {
        public int Reads { get; set; }

        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            TransformCache<string> cache = new(found =>
            {
                Reads++;
                return found.TargetSymbol.Name;
            });
            context.RegisterSourceOutput(
                context.SyntaxProvider.ForAttributeWithMetadataName("QueueRun.SocketHandlerAttribute", static (node, _) => node is MethodDeclarationSyntax, cache.Read),
                static (_, _) => { });
        }
    }
}
