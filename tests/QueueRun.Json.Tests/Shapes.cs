namespace QueueRun.Json.Tests;

/// <summary>The shapes that messages have.</summary>
internal static partial class Shapes
{
    public static IReadOnlyList<Shape> All { get; } = [.. Values, .. Collections, .. Dictionaries, .. Objects, .. Members, .. Hierarchies, .. Attributes, .. Contracts, .. Unusual];
}
