using System.Globalization;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The schemas of enums, as numbers or as names.</summary>
internal static class SchemaEnums
{
    public static Schema Of(INamedTypeSymbol type, bool asNames)
    {
        var values = Values(type).ToList();
        if (asNames) return IsFlags(type) ? Schema.Of("string").With("x-queuerun-names", JsonText.Strings(values.Select(value => value.Name))) : Names(type);
        // Two names of one number are one value.
        var distinct = values.GroupBy(value => value.Number).Select(group => group.First()).ToList();
        var numbers = JsonText.Array(distinct.Select(value => value.Number));
        var names = JsonText.Strings(distinct.Select(value => value.Name));
        var number = Schema.Of("integer");
        // A combination of flags is another number.
        if (distinct.Count > 0 && !IsFlags(type)) return number.With("enum", numbers).With("x-queuerun-names", names);
        return number.With("x-queuerun-names", names).With("x-queuerun-values", numbers);
    }

    /// <summary>The names of its values.</summary>
    public static Schema Names(INamedTypeSymbol type)
    {
        var names = Values(type).Select(value => value.Name).Distinct().ToList();
        return names.Count == 0 ? Schema.Of("string") : Schema.Of("string").With("enum", JsonText.Strings(names));
    }

    /// <summary>The name of a number; null if it has none.</summary>
    public static string? Name(INamedTypeSymbol type, string number) => Values(type).Where(value => value.Number == number).Select(value => value.Name).FirstOrDefault();

    public static bool IsFlags(ITypeSymbol type)
        => type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace.Name: "System" });

    private static IEnumerable<(string Name, string Number)> Values(INamedTypeSymbol type)
        => type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .Select(field => (field.Json("JsonStringEnumMemberName")?.Text() ?? field.Name, Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)));
}
