using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis.Json;

/// <summary>
/// Reads a union, or gives the reason why not. System.Text.Json 11 writes and reads it by an emitted contract. If it could not decide which
/// case it reads, that is reported at compile time.
/// </summary>
internal static class JsonUnionReader
{
    private const string Structural = "JsonUnionTypeStructuralClassifier";
    private const string TakeEach = "or take each case in a handler of its own";

    public static JsonReading Read(INamedTypeSymbol type, JsonUnion union, JsonUse use, Compilation compilation)
    {
        var name = JsonNames.Display(type);
        if (compilation.GetTypeByMetadataName("System.Text.Json.Serialization.Metadata.JsonUnionInfoValues`1") is null)
            return JsonReading.Refuse($"'{name}' is a union, which System.Text.Json knows from .NET 11 on", "use a record with [JsonDerivedType]s, or target net11.0");
        if (type.Discriminator() is not null)
            return JsonReading.Refuse($"'{name}' is a union, and [SocketMessage] needs a JSON object", "put [SocketMessage] on its cases");
        if (union.Cases.IsEmpty || JsonUnion.Value(type) is null || !type.GetTypeMembers("IUnionMembers").IsEmpty)
            return JsonReading.Refuse($"'{name}' is a union without public constructors for its cases, or without a public Value", "give it a converter with [JsonConverter]");
        if (union.Cases.FirstOrDefault(parameter => parameter.RefKind != RefKind.None) is { } reference)
            return JsonReading.Refuse($"'{name}' takes its case '{JsonNames.Display(reference.Type)}' by reference, and System.Text.Json leaves that case out", "take it by value");
        if (JsonNames.HasAnonymous(type)) return JsonReading.Refuse("a union goes through the serializer, which cannot be given anonymous types", "use a record");

        string? factory = null;
        if (type.Json("JsonUnion")?.Named("TypeClassifier") is INamedTypeSymbol classifier)
        {
            if (Unusable(classifier, compilation) is { } reason) return JsonReading.Refuse(reason, "name a public classifier with a public parameterless constructor");
            factory = $"new {JsonNames.Key(classifier)}()";
            if (use == JsonUse.Received && classifier.Name == Structural && StructuralMisuse(union, compilation) is { } misuse)
                return JsonReading.Refuse($"'{name}' has a {Structural}, and {misuse}", "write a classifier that looks at more");
        }
        else if (use == JsonUse.Received && Ambiguity(union, compilation) is { } ambiguity)
        {
            return JsonReading.Refuse($"'{name}' cannot be read: {ambiguity}", $"name a classifier with [JsonUnion(TypeClassifier = …)], use a record with [JsonDerivedType]s, {TakeEach}");
        }
        return JsonReading.Of(
            JsonTypeReader.Model(type, JsonKind.Union) with { Cases = Cases(union, compilation), Creator = factory, NeedsSerializer = true },
            [.. union.Cases.Select(parameter => new JsonStep(parameter.Type, $"({JsonNames.Display(parameter.Type)})", use))]);
    }

    private static EquatableArray<JsonUnionCase> Cases(JsonUnion union, Compilation compilation)
    {
        var types = union.Cases.Select(parameter => Bare(parameter.Type)).ToList();
        return union.Cases.Select((parameter, i) => new JsonUnionCase(
            JsonNames.Key(parameter.Type),
            JsonNames.Key(types[i]),
            parameter.NullableAnnotation == NullableAnnotation.Annotated || IsNullable(parameter.Type),
            JsonNullability.Of(parameter),
            types.Where((other, k) => k != i && compilation.ClassifyConversion(types[i], other) is { IsImplicit: true, IsIdentity: false } to && (to.IsReference || to.IsBoxing)).Count(),
            !types.Where((other, k) => k != i && Same(other, types[i]) && (k < i ? !IsNullable(union.Cases[k].Type) || IsNullable(parameter.Type) : IsNullable(parameter.Type))).Any()))
            .ToEquatableArray();
    }

    /// <summary>The kind of JSON value that several cases may have.</summary>
    private static string? Ambiguity(JsonUnion union, Compilation compilation)
    {
        if (union.Cases.FirstOrDefault(parameter => JsonUnion.Of(Bare(parameter.Type)) is not null) is { } nested)
            return $"its case '{JsonNames.Display(nested.Type)}' is a union itself, which is no single kind of JSON value";
        foreach (var (token, word) in new[]
        {
            (JsonTokens.Object, "an object"), (JsonTokens.String, "a string"), (JsonTokens.Number, "a number"), (JsonTokens.Array, "an array"), (JsonTokens.Boolean, "true or false"),
        })
        {
            var claims = union.Cases.Where(parameter => JsonTokenKinds.Of(parameter.Type, compilation).HasFlag(token)).Take(2).ToList();
            if (claims.Count < 2) continue;
            var why = token == JsonTokens.String && claims.Find(parameter => JsonValues.IsNumber(Bare(parameter.Type))) is { } number
                ? $" (a '{JsonNames.Display(number.Type)}' may stand in quotes)" : "";
            return $"{word} may be its case '{JsonNames.Display(claims[0].Type)}' or '{JsonNames.Display(claims[1].Type)}'{why}";
        }
        return null;
    }

    /// <summary>The misuse that System.Text.Json's classifier refuses: it compares only the names of objects' members.</summary>
    private static string? StructuralMisuse(JsonUnion union, Compilation compilation)
    {
        var objects = union.Cases.Where(parameter => IsPlainObject(Bare(parameter.Type), compilation)).ToList();
        if (union.Cases.FirstOrDefault(parameter => JsonUnion.Of(Bare(parameter.Type)) is not null || JsonHierarchies.Derived(Bare(parameter.Type)).Length > 0) is { } nested)
            return $"it cannot look into '{JsonNames.Display(nested.Type)}'";
        var others = union.Cases.Except(objects, SymbolEqualityComparer.Default).Cast<IParameterSymbol>().ToList();
        foreach (var (one, i) in others.Select((one, i) => (one, i)))
        {
            var tokens = JsonTokenKinds.Of(one.Type, compilation);
            if (objects.Count > 0 && tokens.HasFlag(JsonTokens.Object)) return $"it does not tell '{JsonNames.Display(one.Type)}' from an object with members";
            if (others.Skip(i + 1).FirstOrDefault(other => (JsonTokenKinds.Of(other.Type, compilation) & tokens) != 0) is { } other)
                return $"it does not tell '{JsonNames.Display(one.Type)}' from '{JsonNames.Display(other.Type)}'";
        }
        return null;
    }

    private static bool IsPlainObject(ITypeSymbol type, Compilation compilation)
        => JsonTokenKinds.Of(type, compilation) == JsonTokens.Object && !JsonValues.IsValue(type) && JsonCollection.Of(type, compilation) is null;

    private static string? Unusable(INamedTypeSymbol classifier, Compilation compilation)
        => JsonAccess.CannotName(classifier, compilation)?.Reason
            ?? (classifier.IsAbstract || !classifier.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public)
                ? $"its classifier '{JsonNames.Display(classifier)}' has no public parameterless constructor" : null);

    private static ITypeSymbol Bare(ITypeSymbol type) => IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool Same(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
