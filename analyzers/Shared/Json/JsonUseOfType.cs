using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>A type and what is done with it. Types that differ in annotations differ, as messages name them.</summary>
internal readonly struct JsonUseOfType(ITypeSymbol type, JsonUse use) : IEquatable<JsonUseOfType>
{
    public ITypeSymbol Type { get; } = type;

    public JsonUse Use { get; } = use;

    public bool Equals(JsonUseOfType other) => Use == other.Use && SymbolEqualityComparer.IncludeNullability.Equals(Type, other.Type);

    public override bool Equals(object? obj) => obj is JsonUseOfType other && Equals(other);

    public override int GetHashCode() => SymbolEqualityComparer.IncludeNullability.GetHashCode(Type) * 2 + (int)Use;
}
