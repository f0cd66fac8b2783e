using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.TestCompilations;

namespace QueueRun.Docs;

/// <summary>
/// One program from a page's code. A block <c>csharp</c> is a program; a block <c>csharp more</c> belongs to the program above it. Blocks
/// are parts that a reader would paste: statements, types, and methods, which are put into a class. Names that a block uses without
/// declaring them come from the page's comments <c>&lt;!-- given … --&gt;</c>, or else from <c>Given.cs</c>.
/// </summary>
internal sealed class PageProgram
{
    private static readonly Source s_given = Source.Parse(File.ReadAllText(Repository.PathOf("tests", "QueueRun.Docs.Tests", "Given.cs")), "Given.cs", 1);

    private readonly List<Source> _given;
    private readonly List<Source> _blocks = [];

    private PageProgram(string page, PageBlock first, List<Source> given)
        => (Name, Section, _given) = ($"{page}:{first.Line}", $"{page}#{first.Anchor}", given);

    /// <summary>The page, and the line on which the program begins.</summary>
    public string Name { get; }

    /// <summary>The page, and the heading under which the program begins.</summary>
    public string Section { get; }

    /// <summary>Whether the code runs by itself, because it has statements. Otherwise it is a part of a larger program.</summary>
    public bool HasStatements => _blocks.Exists(block => block.Statements.Count > 0);

    /// <summary>The only program under a heading that runs.</summary>
    public static PageProgram Find(string section)
        => ReadAll(MarkdownPage.Read(Repository.PathOf(section.Split('#')[0]))).Single(program => program.Section == section && program.Runs);

    /// <summary>
    /// The page's conversations with the program: blocks <c>text</c> with lines <c>→ sent</c>, <c>← received</c> and <c>✕ closed</c>.
    /// </summary>
    public List<PageBlock> Transcripts { get; } = [];

    /// <summary>Whether it starts a server.</summary>
    public bool Runs => _blocks.Exists(block => block.Statements.Exists(statement => statement.ToString() == "app.Run();"));

    public static List<PageProgram> ReadAll(MarkdownPage page)
    {
        List<PageProgram> programs = [];
        List<Source> given = [];
        foreach (var block in page.Blocks)
        {
            switch (block.Words.ToArray())
            {
                case ["<!--", "given"]:
                    given.Add(Source.Parse(block.Code, page.Path, block.Line));
                    break;
                case ["text"] when Transcript.IsOne(block) && programs.FindLast(program => program.Runs) is { } program:
                    program.Transcripts.Add(block);
                    break;
                case ["csharp", .. var words]:
                    if (words is not (["more"] or [])) throw new InvalidDataException($"{page.Path}:{block.Line}: '{block.Info}' should be 'csharp' or 'csharp more'.");
                    if (words is []) programs.Add(new(page.Path, block, given));
                    if (programs.Count == 0) throw new InvalidDataException($"{page.Path}:{block.Line}: there is no program above that this could belong to.");
                    programs[^1]._blocks.Add(Source.Parse(block.Code, page.Path, block.Line));
                    break;
            }
        }

        return programs;
    }

    /// <summary>The program as one file, with the page's line numbers.</summary>
    public string Text()
    {
        StringBuilder text = new();
        var usings = _blocks.Concat(_given).Append(s_given).SelectMany(source => source.Usings.Select(node => new Piece(source, node)));
        Append(usings.DistinctBy(piece => piece.Node.ToString()));
        Append(_blocks.SelectMany(block => block.Attributes.Select(node => new Piece(block, node))));
        var pieces = Pieces();
        Append(pieces.Where(piece => piece.IsStatement));
        Append(pieces.Where(piece => !piece.IsStatement));
        foreach (var (block, number) in _blocks.Select((block, i) => (block, i + 1)).Where(pair => pair.block.Members.Count > 0))
        {
            var isStatic = block.Members.All(member => member.Modifiers().Any(SyntaxKind.StaticKeyword));
            text.Append(CultureInfo.InvariantCulture, $"internal {(isStatic ? "static" : "sealed")} class Block{number}\n{{\n");
            Append(block.Members.Select(node => new Piece(block, node)));
            text.Append("}\n");
        }

        return text.ToString();

        void Append(IEnumerable<Piece> added)
        {
            foreach (var (source, node) in added) text.Append(CultureInfo.InvariantCulture, $"#line {source.LineOf(node)} \"{source.Path}\"\n{node.ToFullString()}\n");
        }
    }

    /// <summary>The blocks' own statements and types, and the given ones that they need.</summary>
    private List<Piece> Pieces()
    {
        List<Piece> pieces = [.. _blocks.SelectMany(Piece.AllOf)];
        HashSet<string> declared = [.. pieces.SelectMany(piece => piece.Declared)];
        HashSet<string> mentioned = [.. pieces.SelectMany(piece => piece.Mentioned), .. _blocks.SelectMany(block => block.Members).SelectMany(node => node.MentionedNames())];
        var offered = _given.Append(s_given).SelectMany(Piece.AllOf).ToList();
        HashSet<Piece> needed = [];
        while (offered.Find(offer => offer.Declared.Any(name => mentioned.Contains(name) && !declared.Contains(name))) is { } need)
        {
            declared.UnionWith(need.Declared);
            mentioned.UnionWith(need.Mentioned);
            needed.Add(need);
        }

        // Each after the last one that it needs, because a block may declare its own `app`.
        foreach (var need in offered.Where(needed.Contains)) pieces.Insert(pieces.FindLastIndex(piece => piece.IsStatement && piece.Declared.Any(need.Mentioned.Contains)) + 1, need);
        return pieces;
    }

    /// <summary>A top-level statement or a type of a block.</summary>
    private sealed record Piece(Source Source, SyntaxNode Node)
    {
        public bool IsStatement => Node is GlobalStatementSyntax;

        /// <summary>The names that others may use.</summary>
        public IReadOnlyList<string> Declared { get; } = [.. Node.DeclaredNames()];

        public IReadOnlySet<string> Mentioned { get; } = Node.MentionedNames().ToHashSet();

        public static IEnumerable<Piece> AllOf(Source source) => source.Statements.Concat<SyntaxNode>(source.Types).Select(node => new Piece(source, node));
    }

    /// <summary>A block, parsed.</summary>
    internal sealed class Source
    {
        private readonly int _line;

        private Source(string path, int line, CompilationUnitSyntax unit)
        {
            (Path, _line, Usings, Attributes) = (path, line, [.. unit.Usings], [.. unit.AttributeLists]);
            Members = [.. unit.Members.Where(IsMember)];
            Statements = [.. unit.Members.OfType<GlobalStatementSyntax>().Where(statement => !IsMember(statement))];
            Types = [.. unit.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or BaseNamespaceDeclarationSyntax)];
        }

        public string Path { get; }

        public List<UsingDirectiveSyntax> Usings { get; }

        /// <summary>The attributes of the assembly.</summary>
        public List<AttributeListSyntax> Attributes { get; }

        public List<GlobalStatementSyntax> Statements { get; }

        public List<MemberDeclarationSyntax> Types { get; }

        /// <summary>
        /// Methods and other members outside a class, which have attributes or modifiers that local functions cannot have.
        /// </summary>
        public List<MemberDeclarationSyntax> Members { get; }

        public static Source Parse(string code, string path, int line)
        {
            // Lines for `dotnet run file.cs`, which the compiler does not know.
            var lines = code.Split('\n').Select(text => text.StartsWith("#:", StringComparison.Ordinal) ? "" : text);
            var unit = (CompilationUnitSyntax)TestCompilation.Parse(string.Join('\n', lines), path).GetRoot();
            return new(path, line, unit);
        }

        public int LineOf(SyntaxNode node) => _line + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;

        private static bool IsMember(MemberDeclarationSyntax member) => member switch
        {
            GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function }
                => function.AttributeLists.Count > 0 || function.Modifiers.Any(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())),
            GlobalStatementSyntax => false,
            _ => member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax,
        };
    }
}
