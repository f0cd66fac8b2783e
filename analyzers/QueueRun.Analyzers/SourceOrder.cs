using Microsoft.CodeAnalysis;

namespace QueueRun.Analyzers;

/// <summary>By file and position: of several things that cannot all be, the first is kept, whatever order they were found in.</summary>
internal sealed class SourceOrder : IComparer<Location>
{
    public static SourceOrder Instance { get; } = new();

    public int Compare(Location x, Location y)
    {
        var file = string.CompareOrdinal(x.SourceTree?.FilePath, y.SourceTree?.FilePath);
        return file != 0 ? file : x.SourceSpan.CompareTo(y.SourceSpan);
    }
}
