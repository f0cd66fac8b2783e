using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis.Json;

/// <summary>Reads the attributes of System.Text.Json.</summary>
internal static class JsonAttributes
{
    private const string Namespace = "System.Text.Json.Serialization";

    /// <summary>The attribute <c>[name]</c> of System.Text.Json, or null.</summary>
    public static AttributeData? Json(this ISymbol symbol, string name)
    {
        // Asked a dozen times of every member: a lambda would be an object each time.
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name + "Attribute" && type.Namespace() == Namespace && !attribute.IsBroken()) return attribute;
        }
        return null;
    }

    public static bool HasJson(this ISymbol symbol, string name) => symbol.Json(name) is not null;

    /// <summary>The attribute's first argument.</summary>
    public static object? First(this AttributeData attribute)
        => attribute.ConstructorArguments.IsEmpty ? null : attribute.ConstructorArguments[0].Value;

    /// <summary>An enum argument as an expression, flags included.</summary>
    public static string Cast(this AttributeData attribute, string type)
        => string.Format(CultureInfo.InvariantCulture, "(global::{0}.{1}){2}", Namespace, type, attribute.First());

    public static JsonIgnore? Ignore(this ISymbol symbol)
    {
        if (symbol.Json("JsonIgnore") is not { } attribute) return null;
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument is { Key: "Condition", Value.Value: int condition }) return (JsonIgnore)condition;
        }
        return JsonIgnore.Always;
    }

    /// <summary>The property that a message is known by, from its <c>[SocketMessage]</c>.</summary>
    public static JsonDiscriminator? Discriminator(this ITypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "SocketMessageAttribute", ContainingType: null } known || known.Namespace() != "QueueRun") continue;
            var values = attribute.ConstructorArguments.Select(argument => argument.Value as string ?? "").ToArray();
            return values.Length switch
            {
                1 => new("type", values[0]),
                2 => new(values[0], values[1]),
                _ => null,
            };
        }
        return null;
    }

    /// <summary>A constant as an expression of its type.</summary>
    public static string Literal(object? value, ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && value is not null)
            type = nullable.TypeArguments[0];
        if (value is null) return $"default({JsonNames.Key(type)})";
        var text = value switch
        {
            double.NaN => "double.NaN",
            double.PositiveInfinity => "double.PositiveInfinity",
            double.NegativeInfinity => "double.NegativeInfinity",
            float.NaN => "float.NaN",
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
            _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
        };
        return value is string or bool or char ? text : $"({JsonNames.Key(type)})({text})";
    }
}
