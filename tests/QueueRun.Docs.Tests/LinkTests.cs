using System.Xml.Linq;

namespace QueueRun.Docs;

/// <summary>Links within the repository lead to existing files and headings.</summary>
public class LinkTests
{
    private const string Address = "https://github.com/queuerun/queuerun";

    private static readonly string[] s_homes =
    [
        $"{Address}/blob/main/", $"{Address}/tree/main/",
        "https://raw.githubusercontent.com/queuerun/queuerun/main/",
    ];

    // The seed is a copy from another repository, where its links lead.
    public static TheoryData<string> Pages =>
        [.. MarkdownPage.Paths.Select(path => Path.GetRelativePath(Repository.Root, path)).Where(path => Path.GetFileName(path) != "websocket-seed.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_links_lead_somewhere(string path)
    {
        var page = MarkdownPage.Read(Repository.PathOf(path));
        var broken = page.Links.Where(link => InRepository(link.Target) is { } target
            ? !LeadsSomewhere("README.md", target)
            : !IsElsewhere(link.Target) && !LeadsSomewhere(page.Path, link.Target));
        Assert.Empty(broken.Select(link => $"{page.Path}:{link.Line}: {link.Target}"));
    }

    /// <summary>These are also pages of packages, where nothing else of the repository exists.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/QueueRun.Testing/README.md")]
    [InlineData("templates/QueueRun.Templates/README.md")]
    public void A_package_s_page_has_whole_addresses(string path)
    {
        var page = MarkdownPage.Read(Repository.PathOf(path));
        Assert.Empty(page.Links.Where(link => !IsElsewhere(link.Target)).Select(link => $"{page.Path}:{link.Line}: {link.Target}"));
    }

    [Fact]
    public void The_addresses_are_those_of_the_packages()
    {
        var properties = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants();
        Assert.Equal(Address, properties.Single(property => property.Name == "RepositoryUrl").Value);
        var version = properties.Single(property => property.Name == "Version").Value;
        Assert.Contains($"#:package QueueRun@{version}\n", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
        Assert.Contains($"QueueRun.Templates.{version}.nupkg", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
    }

    /// <summary>The path of an address in this repository; null for any other address.</summary>
    private static string? InRepository(string target)
        => Array.Find(s_homes, home => target.StartsWith(home, StringComparison.Ordinal)) is { } home ? target[home.Length..] : null;

    private static bool IsElsewhere(string target) => Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto";

    private static bool LeadsSomewhere(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var full = Path.GetFullPath(path, Repository.Root);
        if (!Exists(full)) return false;
        return parts.Length == 1 || (full.EndsWith(".md", StringComparison.Ordinal) && MarkdownPage.Read(full).Anchors.Contains(parts[1]));
    }

    // By the exact name: some file systems ignore case, but a reader's may not.
    private static bool Exists(string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        return path == Path.TrimEndingDirectorySeparator(Repository.Root)
            || (Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && Directory.GetFileSystemEntries(folder).Contains(path) && Exists(folder));
    }
}
