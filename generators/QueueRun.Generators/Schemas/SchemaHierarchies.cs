using System.Globalization;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The schemas of types with <c>[JsonDerivedType]</c>: one of several objects, most of them with a discriminator.</summary>
internal static class SchemaHierarchies
{
    public static Schema Of(INamedTypeSymbol type, JsonUse use, SchemaReader schemas)
    {
        var property = JsonHierarchies.Property(type);
        var derived = JsonHierarchies.Discriminated(type).ToList();
        List<Schema> variants = [];
        foreach (var (variant, discriminator) in derived)
        {
            if (discriminator is not null)
            {
                var value = discriminator is string text ? JsonText.Quote(text) : Convert.ToString(discriminator, CultureInfo.InvariantCulture);
                var fixedValue = Schema.Anything.With("const", value).ToString();
                variants.Add(schemas.With([new(property, fixedValue)], [property], schemas.Self(variant, use), variant, use));
            }
            else if (use == JsonUse.Sent || SymbolEqualityComparer.Default.Equals(variant, type))
            {
                // Without a discriminator it is written as itself, and never read.
                variants.Add(schemas.Self(variant, use));
            }
        }
        if (MayBeItself(type, use) && !derived.Exists(one => SymbolEqualityComparer.Default.Equals(one.Type, type))) variants.Add(schemas.Self(type, use));
        return Schema.AnyOf(variants);
    }

    // A value of another derived type may be written as its base type.
    private static bool MayBeItself(INamedTypeSymbol type, JsonUse use)
        => type is { IsAbstract: false, TypeKind: not TypeKind.Interface } || (use == JsonUse.Sent && JsonHierarchies.WritesUnknownAsBase(type));
}
