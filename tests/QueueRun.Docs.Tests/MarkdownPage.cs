using System.Text;
using System.Text.RegularExpressions;

namespace QueueRun.Docs;

/// <summary>A fenced block of a page, or a comment that the page does not show.</summary>
/// <param name="Info">The text after the fence, or after the comment's opening: <c>csharp more</c>.</param>
/// <param name="Code">The text inside.</param>
/// <param name="Line">The line of the page on which the text begins, from 1.</param>
/// <param name="Anchor">The id of the heading above.</param>
internal sealed record PageBlock(string Info, string Code, int Line, string Anchor)
{
    public IEnumerable<string> Words => Info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A link of a page.</summary>
internal sealed record PageLink(string Target, int Line);

/// <summary>A page in Markdown, as far as tests check it.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string path, List<PageBlock> blocks, List<PageLink> links, HashSet<string> anchors)
        => (Path, Blocks, Links, Anchors) = (path, blocks, links, anchors);

    /// <summary>The path within the repository, with slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<PageBlock> Blocks { get; }

    public IReadOnlyList<PageLink> Links { get; }

    /// <summary>The possible texts after <c>#</c> in a link: the headings, as GitHub turns them into ids.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The pages that a reader of the repository sees.</summary>
    public static IEnumerable<string> Paths { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md"),
        .. Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.GetDirectories(Repository.PathOf("samples")).Select(folder => System.IO.Path.Combine(folder, "README.md")).Where(File.Exists),
    ];

    public static MarkdownPage Read(string path)
        => Parse(System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path));

    public static MarkdownPage Parse(string path, string text)
    {
        List<PageBlock> blocks = [];
        List<PageLink> links = [];
        HashSet<string> anchors = [];
        var anchor = "";
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (OpeningOf(lines[i]) is { } opening)
            {
                var first = i + 1;
                StringBuilder code = new();
                while (++i < lines.Length && !opening.IsClosedBy(lines[i])) code.Append(opening.Unindent(lines[i])).Append('\n');
                if (i == lines.Length) throw new InvalidDataException($"{path}:{first}: the block is not closed.");
                blocks.Add(new(opening.Info, code.ToString(), first + 1, anchor));
                continue;
            }

            if (Heading.Match(lines[i]) is { Success: true } heading) anchors.Add(anchor = AnchorOf(heading.Groups[1].Value, anchors));
            if (lines[i].StartsWith('>')) continue; // links in a quote are those of its source
            links.AddRange(Link.Matches(InlineCode.Replace(lines[i], "")).Select(link => new PageLink(link.Groups[1].Value, i + 1)));
        }

        return new(path, blocks, links, anchors);
    }

    /// <summary>
    /// A heading's id: in lower case, without punctuation, with a hyphen for each space, and with a number if an earlier heading has the
    /// same id.
    /// </summary>
    private static string AnchorOf(string heading, HashSet<string> taken)
    {
        var text = LinkText.Replace(heading, "$1").Trim().ToLowerInvariant();
        var id = string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
        if (!taken.Contains(id)) return id;
        return Enumerable.Range(1, taken.Count).Select(number => $"{id}-{number}").First(numbered => !taken.Contains(numbered));
    }

    private static Opening? OpeningOf(string line)
    {
        if (Fence.Match(line) is { Success: true } fence) return new(fence.Groups[1].Length, fence.Groups[2].Value, fence.Groups[3].Value.Trim());
        return line.StartsWith("<!--", StringComparison.Ordinal) && !line.Contains("-->", StringComparison.Ordinal) ? new(0, "-->", "<!-- " + line[4..].Trim()) : null;
    }

    private sealed record Opening(int Indent, string End, string Info)
    {
        public bool IsClosedBy(string line) => line.Trim() == End;

        public string Unindent(string line) => line[Math.Min(Indent, line.Length - line.TrimStart(' ').Length)..];
    }

    [GeneratedRegex("^( *)(```+)(.*)$")]
    private static partial Regex Fence { get; }

    [GeneratedRegex("^#{1,6} (.+)$")]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"\]\(([^()\s]+(?:\([^()\s]*\))?)(?: ""[^""]*"")?\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText { get; }

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode { get; }
}
