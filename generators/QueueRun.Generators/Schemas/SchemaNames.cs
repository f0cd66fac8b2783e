using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>Names of types for a document: letters, digits and underscores.</summary>
internal static class SchemaNames
{
    /// <summary>The short name, the name with the containing types, and the full name.</summary>
    public static EquatableArray<string> Of(ITypeSymbol type)
        => new[] { Short(type), Name(type, named => Containing(named)), Name(type, named => Space(named) + Containing(named)) }.ToEquatableArray();

    /// <summary>The name without namespace and containing types, with the arguments of generic types: <c>PageOfSymbol</c>.</summary>
    public static string Short(ITypeSymbol type) => Name(type, _ => "");

    private static string Name(ITypeSymbol type, Func<INamedTypeSymbol, string> prefix)
    {
        if (type is IArrayTypeSymbol array) return Argument(array.ElementType, prefix) + "Array";
        if (type is not INamedTypeSymbol named) return Ascii(type.Name);
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return Argument(named.TypeArguments[0], prefix) + "OrNull";
        var name = Ascii(prefix(named) + named.Name);
        List<ITypeSymbol> arguments = [];
        for (var t = named; t is not null; t = t.ContainingType) arguments.InsertRange(0, t.TypeArguments);
        return arguments.Count == 0 ? name : $"{name}Of{string.Join("And", arguments.Select(argument => Argument(argument, prefix)))}";
    }

    private static string Argument(ITypeSymbol type, Func<INamedTypeSymbol, string> prefix)
        => Name(type, prefix) + (type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } ? "OrNull" : "");

    private static string Containing(INamedTypeSymbol type) => type.ContainingType is { } containing ? Containing(containing) + containing.Name : "";

    private static string Space(INamedTypeSymbol type) => type.Namespace() is { } space && !type.ContainingNamespace.IsGlobalNamespace ? space.Replace(".", "") : "";

    /// <summary>The text with only those characters that the names of components may have.</summary>
    public static string Ascii(string text)
    {
        StringBuilder name = new(text.Length);
        foreach (var c in text)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_') name.Append(c);
            else name.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return name.ToString();
    }
}
