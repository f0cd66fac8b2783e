using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>Where handlers ask the JSON part of the generator.</summary>
internal static class JsonQuestion
{
    /// <summary>Whether JSON code can be emitted for a type; null means yes.</summary>
    public static Func<ITypeSymbol, bool>? CanBeJson => null;
}
