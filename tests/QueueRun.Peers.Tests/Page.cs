using QueueRun.Docs;

namespace QueueRun.Peers;

/// <summary>The page with settings for readers: the tests use the settings on it.</summary>
internal static class Page
{
    private static readonly MarkdownPage s_page = MarkdownPage.Read(Repository.PathOf("docs", "proxies-and-clients.md"));

    /// <summary>The settings below a heading.</summary>
    public static string Settings(string anchor, string info) => s_page.Blocks.Single(block => block.Anchor == anchor && block.Info == info).Code;
}
