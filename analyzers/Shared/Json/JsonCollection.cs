using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>The kind of collection of a type, found in the order of System.Text.Json's own checks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Element">The type of the elements, or of a dictionary's values.</param>
/// <param name="Key">The type of a dictionary's keys.</param>
/// <param name="CanRead">Whether it can be filled from JSON.</param>
internal sealed record JsonCollection(JsonCollectionKind Kind, ITypeSymbol Element, ITypeSymbol? Key, bool CanRead)
{
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";
    private const string Concurrent = "System.Collections.Concurrent";

    /// <summary>Its construction: see <see cref="JsonTypeModel.Creator"/>.</summary>
    public string? Creator { get; init; }

    /// <summary>The type as a collection, or null if it is none.</summary>
    public static JsonCollection? Of(ITypeSymbol type, Compilation compilation)
    {
        if (type is IArrayTypeSymbol array) return new(JsonCollectionKind.Array, array.ElementType, null, true);
        if (type is not INamedTypeSymbol named) return null;
        if (Is(named, "System", "Memory")) return new(JsonCollectionKind.Memory, named.TypeArguments[0], null, true);
        if (Is(named, "System", "ReadOnlyMemory")) return new(JsonCollectionKind.ReadOnlyMemory, named.TypeArguments[0], null, true);

        var isInterface = named.TypeKind == TypeKind.Interface;
        var creator = CanConstruct(named, compilation) ? $"new {JsonNames.Key(named)}()" : null;
        JsonCollection List(JsonCollectionKind kind, INamedTypeSymbol of, string? defaultType = null)
            => new(kind, of.TypeArguments[0], null, creator is not null || (isInterface && defaultType is not null)) { Creator = creator };
        JsonCollection Map(JsonCollectionKind kind, INamedTypeSymbol of, bool hasDefault = false)
            => new(kind, of.TypeArguments[1], of.TypeArguments[0], creator is not null || (isInterface && hasDefault)) { Creator = creator };

        if (Base(named, Generic, "List") is { } list) return List(JsonCollectionKind.List, list);
        if (Base(named, Generic, "Dictionary") is { } dictionary) return Map(JsonCollectionKind.Dictionary, dictionary);
        if (named.Namespace() == Immutable && ImmutableFactory(named) is { } immutable)
        {
            return named.Arity == 2
                ? new(JsonCollectionKind.ImmutableDictionary, named.TypeArguments[1], named.TypeArguments[0], true) { Creator = immutable }
                : new(JsonCollectionKind.Immutable, named.TypeArguments[0], null, true) { Creator = immutable };
        }
        if (Interface(named, Generic, "IDictionary") is { } map) return Map(JsonCollectionKind.DictionaryInterface, map, IsSame(named, map));
        if (Interface(named, Generic, "IReadOnlyDictionary") is { } readOnlyMap)
            return Map(JsonCollectionKind.ReadOnlyDictionaryInterface, readOnlyMap, IsSame(named, readOnlyMap)) with { CanRead = IsSame(named, readOnlyMap) };
        if (Interface(named, Generic, "IList") is { } ilist) return List(JsonCollectionKind.ListInterface, ilist, IsSame(named, ilist) ? "List" : null);
        if (Interface(named, Generic, "ISet") is { } set) return List(JsonCollectionKind.SetInterface, set, IsSame(named, set) ? "HashSet" : null);
        if (Interface(named, Generic, "ICollection") is { } collection)
            return List(JsonCollectionKind.CollectionInterface, collection, IsSame(named, collection) ? "List" : null);
        if (Base(named, Generic, "Stack") is { } stack) return List(JsonCollectionKind.Stack, stack);
        if (Base(named, Generic, "Queue") is { } queue) return List(JsonCollectionKind.Queue, queue);
        if (Base(named, Concurrent, "ConcurrentStack") is { } concurrentStack) return List(JsonCollectionKind.ConcurrentStack, concurrentStack);
        if (Base(named, Concurrent, "ConcurrentQueue") is { } concurrentQueue) return List(JsonCollectionKind.ConcurrentQueue, concurrentQueue);
        if (Interface(named, Generic, "IEnumerable") is { } enumerable)
        {
            var isListInterface = isInterface && named.Namespace() == Generic
                && named.Name is "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList";
            return List(JsonCollectionKind.Enumerable, enumerable, "List") with { CanRead = isListInterface };
        }
        return null;
    }

    /// <summary>Whether the type enumerates elements of an unknown type.</summary>
    public static bool IsUntyped(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Collections_IEnumerable
            || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether the type's own enumerator is certainly the same as that of its interfaces.</summary>
    public static bool HasPlainEnumerator(ITypeSymbol type)
        => type is IArrayTypeSymbol || type.Namespace() is Generic or Immutable or Concurrent or "System.Collections.ObjectModel";

    private static string? ImmutableFactory(INamedTypeSymbol type)
    {
        var factory = type.Name switch
        {
            "ImmutableArray" or "ImmutableList" or "ImmutableStack" or "ImmutableQueue" or "ImmutableHashSet" or "ImmutableSortedSet"
                or "ImmutableDictionary" or "ImmutableSortedDictionary" => type.Name,
            "IImmutableList" or "IImmutableStack" or "IImmutableQueue" => type.Name.Substring(1),
            "IImmutableSet" => "ImmutableHashSet",
            "IImmutableDictionary" => "ImmutableDictionary",
            _ => null,
        };
        if (factory is null) return null;
        var arguments = string.Join(", ", type.TypeArguments.Select(JsonNames.Key));
        return $"global::{Immutable}.{factory}.CreateRange<{arguments}>";
    }

    private static bool CanConstruct(INamedTypeSymbol type, Compilation compilation)
        => type is { IsAbstract: false, TypeKind: TypeKind.Class or TypeKind.Struct } && type.InstanceConstructors.Any(constructor
            => constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility == Accessibility.Public && JsonAccess.IsReachable(constructor, compilation));

    private static bool Is(INamedTypeSymbol type, string space, string name)
        => type.Name == name && !type.TypeArguments.IsEmpty && type.ContainingType is null && type.Namespace() == space;

    private static INamedTypeSymbol? Base(INamedTypeSymbol type, string space, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (Is(t, space, name)) return t;
        }
        return null;
    }

    private static INamedTypeSymbol? Interface(INamedTypeSymbol type, string space, string name)
        => Is(type, space, name) ? type : type.AllInterfaces.FirstOrDefault(candidate => Is(candidate, space, name));

    private static bool IsSame(INamedTypeSymbol one, INamedTypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
