using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>A member of an object with its symbol, which must not leave the reading.</summary>
internal sealed record JsonMemberSymbol(ISymbol Symbol, ITypeSymbol Type, INamedTypeSymbol DeclaringType, string JsonName, JsonIgnore? Ignore)
{
    public int Order { get; init; }

    public bool IsIgnored => Ignore == JsonIgnore.Always;

    public bool IsVirtual => Symbol.IsVirtual || Symbol.IsAbstract || Symbol.IsOverride;
}

/// <summary>Finds the members of an object with System.Text.Json's own order and conflicts.</summary>
internal static class JsonMembers
{
    // A message is read twice, as a sent and as a received one, and several rules ask about it.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ITypeSymbol, (List<JsonMemberSymbol>? Members, string? Clash)>> s_found = new();

    /// <summary>The members, including ignored ones; null, with the names of the two, if two members have the same name in JSON.</summary>
    public static List<JsonMemberSymbol>? Find(INamedTypeSymbol type, Compilation compilation, out string? clash)
    {
        var found = s_found.GetValue(compilation, static _ => new(SymbolEqualityComparer.IncludeNullability));
        if (!found.TryGetValue(type, out var known)) known = found.GetOrAdd(type, (FindAnew(type, compilation, out var anew), anew));
        clash = known.Clash;
        return known.Members;
    }

    private static List<JsonMemberSymbol>? FindAnew(INamedTypeSymbol type, Compilation compilation, out string? clash)
    {
        clash = null;
        // One naming policy per object: inherited members follow it too.
        var naming = JsonSettings.Of(type, compilation).Naming;
        List<JsonMemberSymbol> members = [];
        // Names are read case-insensitively, so they must differ in more than case.
        Dictionary<string, int> added = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, JsonMemberSymbol> ignored = [];

        foreach (var declaring in Hierarchy(type))
        {
            foreach (var member in Declared(declaring, naming))
            {
                if (ignored.TryGetValue(member.Symbol.Name, out var hiding) && hiding.IsVirtual && Same(hiding.Type, member.Type)) continue;
                if (!added.TryGetValue(member.JsonName, out var index))
                {
                    added.Add(member.JsonName, members.Count);
                    members.Add(member);
                }
                else if (members[index].IsIgnored)
                {
                    members[index] = member;
                }
                else if (!member.IsIgnored && !IsHiddenBy(member, members[index])
                    && !(ignored.TryGetValue(member.Symbol.Name, out var other) && IsHiddenBy(member, other)))
                {
                    clash = $"'{members[index].Symbol.Name}' and '{member.Symbol.Name}' have the same name in JSON, '{member.JsonName}'";
                    return null;
                }
                if (member.IsIgnored) ignored[member.Symbol.Name] = member;
            }
        }
        return members.Exists(member => member.Order != 0) ? [.. members.OrderBy(member => member.Order)] : members;
    }

    /// <summary>The type and its base types, most derived first.</summary>
    public static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface) return Interfaces(type);
        List<INamedTypeSymbol> types = [];
        for (var t = type; t is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; t = t.BaseType) types.Add(t);
        return types;
    }

    // An interface comes after all interfaces that extend it; if two may come in either order, the one found first comes last.
    private static List<INamedTypeSymbol> Interfaces(INamedTypeSymbol type)
    {
        // The order of metadata, which reflection keeps.
        INamedTypeSymbol[] found = [.. Depth(type).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)];
        var extended = found.Select(node => new HashSet<ISymbol>(node.AllInterfaces, SymbolEqualityComparer.Default)).ToArray();
        Queue<int> ready = new(Enumerable.Range(0, found.Length).Where(i => extended[i].Count == 0));
        List<INamedTypeSymbol> sorted = [];
        while (ready.Count > 0)
        {
            var next = found[ready.Dequeue()];
            sorted.Insert(0, next);
            for (var i = 0; i < found.Length; i++)
            {
                if (extended[i].Remove(next) && extended[i].Count == 0) ready.Enqueue(i);
            }
        }
        return sorted;
    }

    private static IEnumerable<INamedTypeSymbol> Depth(INamedTypeSymbol type) => type.Interfaces.SelectMany(Depth).Prepend(type);

    private static IEnumerable<JsonMemberSymbol> Declared(INamedTypeSymbol type, JsonNaming naming)
    {
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property.IsStatic || property.IsIndexer || !property.ExplicitInterfaceImplementations.IsEmpty) continue;
            if (property.IsImplicitlyDeclared && property.Name == "EqualityContract") continue;
            var isPublic = property.GetMethod?.DeclaredAccessibility == Accessibility.Public
                || property.SetMethod?.DeclaredAccessibility == Accessibility.Public;
            if (isPublic || property.HasJson("JsonInclude")) yield return Member(property, property.Type, type, naming);
        }
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (!field.IsStatic && !field.IsConst && field.HasJson("JsonInclude")) yield return Member(field, field.Type, type, naming);
        }
    }

    private static JsonMemberSymbol Member(ISymbol symbol, ITypeSymbol type, INamedTypeSymbol declaring, JsonNaming naming)
        => new(symbol, type, declaring, symbol.Json("JsonPropertyName")?.Text() ?? naming.Of(symbol.Name), symbol.Ignore())
        {
            Order = symbol.Json("JsonPropertyOrder")?.First() as int? ?? 0,
        };

    private static bool IsHiddenBy(JsonMemberSymbol member, JsonMemberSymbol other)
        => member.Symbol.Name == other.Symbol.Name && Hierarchy(other.DeclaringType).Contains(member.DeclaringType, SymbolEqualityComparer.Default);

    private static bool Same(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
