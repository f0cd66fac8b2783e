using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Where the rules about handlers ask the JSON part.</summary>
internal static class JsonQuestion
{
    /// <summary>Whether JSON code can be emitted for a type; null means yes.</summary>
    public static Func<ITypeSymbol, bool>? CanBeJson => null;
}
