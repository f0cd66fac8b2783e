using QueueRun.Tests;

namespace QueueRun.Docs;

/// <summary>Links within the repository lead to files and headings that are there.</summary>
public class LinkTests
{
    // The seed is a copy from another place: what it links to stands there.
    public static TheoryData<string> Pages =>
        [.. MarkdownPage.Paths.Select(path => Path.GetRelativePath(Repository.Root, path)).Where(path => Path.GetFileName(path) != "websocket-seed.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_links_lead_somewhere(string path)
    {
        var page = MarkdownPage.Read(Repository.PathOf(path));
        var broken = page.Links.Where(link => !IsElsewhere(link.Target) && !LeadsSomewhere(page, link.Target));
        Assert.Empty(broken.Select(link => $"{page.Path}:{link.Line}: {link.Target}"));
    }

    private static bool IsElsewhere(string target) => Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto";

    private static bool LeadsSomewhere(MarkdownPage page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page.Path : Path.Combine(Path.GetDirectoryName(page.Path)!, parts[0]);
        var full = Path.GetFullPath(path, Repository.Root);
        if (!Exists(full)) return false;
        return parts.Length == 1 || (full.EndsWith(".md", StringComparison.Ordinal) && MarkdownPage.Read(full).Anchors.Contains(parts[1]));
    }

    // By name, as it is written: not every file system tells letters' case apart, but a reader's may.
    private static bool Exists(string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        return path == Path.TrimEndingDirectorySeparator(Repository.Root)
            || (Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && Directory.GetFileSystemEntries(folder).Contains(path) && Exists(folder));
    }
}
