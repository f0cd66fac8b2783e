using Microsoft.CodeAnalysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Compares by file and position: of several conflicting declarations the first is kept, in whatever order they are found.
/// </summary>
internal sealed class SourceOrder : IComparer<Location>
{
    public static SourceOrder Instance { get; } = new();

    public int Compare(Location x, Location y)
    {
        var file = string.CompareOrdinal(x.SourceTree?.FilePath, y.SourceTree?.FilePath);
        return file != 0 ? file : x.SourceSpan.CompareTo(y.SourceSpan);
    }
}
