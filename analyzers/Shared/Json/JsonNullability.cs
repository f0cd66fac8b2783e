using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Whether null is allowed in a place.</summary>
internal enum JsonNull
{
    /// <summary>Unknown: the declaration is in code without nullable annotations.</summary>
    Unknown,
    Never,
    Allowed,

    /// <summary>As in the argument for a type parameter.</summary>
    AsArgument,
}

/// <summary>
/// Whether null is allowed for a use of a type, and for its parts: in <c>List&lt;string?&gt;</c> the list is never null, but the strings
/// may be. A type has one model however it is annotated: annotations belong to its uses.
/// </summary>
/// <param name="Null">Whether the value itself may be null.</param>
/// <param name="Inside">The same for an array's element, for a generic type's arguments (first those of its containing types), and for an
/// anonymous type's members.</param>
/// <param name="Argument">The index of the declaring type's argument that is used here, counted as in <paramref name="Inside"/>; that
/// argument tells what is inside. Null if no type parameter is used here.</param>
internal sealed record JsonNullability(JsonNull Null, EquatableArray<JsonNullability> Inside, int? Argument)
{
    // Most uses are of types without parts.
    private static readonly JsonNullability[] s_plain = [Plain(JsonNull.Unknown), Plain(JsonNull.Never), Plain(JsonNull.Allowed)];

    /// <summary>The use of a type on its own.</summary>
    public static JsonNullability Of(ITypeSymbol type) => Of(type, type);

    /// <summary>The use of a type by a member of an object.</summary>
    public static JsonNullability Of(JsonMemberSymbol member, INamedTypeSymbol type)
        => type.IsAnonymousType ? OfArgument(Properties(type).ToList().IndexOf((IPropertySymbol)member.Symbol), member.Type, member.Type)
            : Of(type.IsGenericType ? Declared(member, type.OriginalDefinition) : member.Type, member.Type);

    /// <summary>The use of a type by a parameter of a constructor.</summary>
    public static JsonNullability Of(IParameterSymbol parameter) => Of(parameter.OriginalDefinition.Type, parameter.Type);

    /// <summary>The use of its element type by a collection, or of its value type by a dictionary.</summary>
    public static JsonNullability OfElement(ITypeSymbol type, ITypeSymbol element, Compilation compilation)
        => type is IArrayTypeSymbol ? OfArgument(0, element, element)
            : Of(type is INamedTypeSymbol { IsGenericType: true } ? JsonCollection.Of(type.OriginalDefinition, compilation)?.Element ?? element : element, element);

    /// <summary>The use of <c>T</c> by <c>T?</c>.</summary>
    public static JsonNullability OfUnderlying(ITypeSymbol underlying) => OfArgument(0, underlying, underlying);

    /// <summary>The use of a type as it is declared.</summary>
    /// <param name="declared">The type in the declaration, possibly with type parameters.</param>
    /// <param name="actual">The type with the arguments inserted.</param>
    private static JsonNullability Of(ITypeSymbol declared, ITypeSymbol actual)
    {
        if (declared is ITypeParameterSymbol parameter) return OfArgument(Position(parameter), declared, actual);
        var itself = OfItself(declared);
        var inside = Parts(declared).Zip(Parts(actual), (declared, actual) => Of(declared, actual)).ToEquatableArray();
        return inside.Count == 0 ? s_plain[(int)itself] : new(itself, inside, null);
    }

    private static JsonNullability OfArgument(int position, ITypeSymbol declared, ITypeSymbol actual)
        => new(
            actual.IsValueType ? OfItself(actual) : declared is ITypeParameterSymbol { NullableAnnotation: NullableAnnotation.Annotated } ? JsonNull.Allowed : JsonNull.AsArgument,
            default, position);

    private static JsonNullability Plain(JsonNull itself) => new(itself, default, null);

    private static JsonNull OfItself(ITypeSymbol type)
        => (type.IsValueType, type.NullableAnnotation) switch
        {
            (true, _) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? JsonNull.Allowed : JsonNull.Never,
            (false, NullableAnnotation.Annotated) => JsonNull.Allowed,
            (false, NullableAnnotation.NotAnnotated) => JsonNull.Never,
            _ => JsonNull.Unknown,
        };

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type)
        => type switch
        {
            IArrayTypeSymbol array => [array.ElementType],
            INamedTypeSymbol { IsAnonymousType: true } anonymous => Properties(anonymous).Select(property => property.Type),
            INamedTypeSymbol { IsGenericType: true } generic => JsonAccess.AllTypeArguments(generic),
            _ => [],
        };

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol anonymous) => anonymous.GetMembers().OfType<IPropertySymbol>();

    private static int Position(ITypeParameterSymbol parameter)
    {
        var position = parameter.Ordinal;
        for (var around = parameter.DeclaringType?.ContainingType; around is not null; around = around.ContainingType) position += around.Arity;
        return position;
    }

    // The member's type in the definition's own type parameters. Arguments for a base class's parameters are inserted.
    private static ITypeSymbol Declared(JsonMemberSymbol member, INamedTypeSymbol definition)
        => JsonMembers.Hierarchy(definition)
            .Where(type => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.DeclaringType.OriginalDefinition))
            .SelectMany(type => type.GetMembers(member.Symbol.Name))
            .Where(symbol => SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.Symbol.OriginalDefinition))
            .Select(symbol => symbol is IPropertySymbol property ? property.Type : ((IFieldSymbol)symbol).Type)
            .FirstOrDefault() ?? member.Type;
}
