using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads one type: its kind in JSON, and the types that it leads to.</summary>
internal static class JsonTypeReader
{
    private const string MakeRecord = "use a record";

    public static JsonReading Read(ITypeSymbol type, JsonUse use, bool isRoot, Compilation compilation)
    {
        var name = JsonNames.Display(type);
        switch (type)
        {
            case var _ when type.IsBroken(compilation):
                return JsonReading.Reported();
            case { TypeKind: TypeKind.Dynamic }:
                return JsonReading.Refuse("its type is dynamic, so there is nothing to emit", "give it a type");
            case ITypeParameterSymbol:
                return JsonReading.Refuse($"'{name}' is an open type parameter", "use a type that is known where this is compiled");
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return JsonReading.Refuse($"'{name}' is a pointer", "leave it out with [JsonIgnore]");
            case { IsRefLikeType: true }:
                return JsonReading.Refuse($"'{name}' is a ref struct", "use an array or a list");
            case INamedTypeSymbol { IsTupleType: true }:
                return JsonReading.Refuse($"'{name}' is a value tuple, which is {{}} in JSON", MakeRecord);
            case IArrayTypeSymbol { IsSZArray: false }:
                return JsonReading.Refuse($"'{name}' has more than one dimension", "use an array of arrays");
            case { SpecialType: SpecialType.System_Object }:
                return JsonReading.Of(Model(type, JsonKind.Any));
        }
        if (JsonAccess.CannotName(type, compilation) is { } problem) return JsonReading.Refuse(problem);
        if (HasConstrainedPattern(type))
            return JsonReading.Refuse($"'{name}' holds an anonymous type and constrains it", "use a record in place of the anonymous type");
        if (use == JsonUse.Received && JsonNames.HasAnonymous(type))
            return JsonReading.Refuse($"'{name}' is anonymous and cannot be constructed", MakeRecord);

        if (JsonValues.Of(type) is { } value) return JsonReading.Of(Model(type, JsonKind.Value) with { Value = value });
        if (JsonContexts.Of(compilation).Lists(type)) return JsonReading.Of(Model(type, JsonKind.Listed) with { NeedsSerializer = true });
        if (type.TypeKind == TypeKind.Enum && JsonMisuse.OfEnum(type) is { } misnamed) return JsonReading.Refuse(misnamed.Reason, misnamed.Cure);
        if (JsonConverters.Find(type) is { } converter) return WithConverter(type, converter, use, compilation);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            var underlying = nullable.TypeArguments[0];
            var model = Model(type, JsonKind.Nullable) with { Element = JsonNames.Key(underlying), ElementNullability = JsonNullability.OfUnderlying(underlying) };
            return JsonReading.Of(model, new JsonStep(underlying, "", use));
        }
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number })
        {
            return JsonSettings.Of(type, compilation).StringEnums
                ? JsonReading.Of(Model(type, JsonKind.NamedEnum) with { Converter = JsonConverters.EnumNames(type), NeedsSerializer = true })
                : JsonReading.Of(Model(type, JsonKind.Enum) with { Value = JsonValues.Of(number) });
        }
        if (JsonUnion.Of(type) is { } union) return JsonUnionReader.Read((INamedTypeSymbol)type, union, use, compilation);
        if (Unsupported(type) is { } unsupported) return JsonReading.Refuse($"'{name}' {unsupported.Reason}", unsupported.Cure);
        if (JsonCollection.Of(type, compilation) is { } collection) return Collection(type, collection, use, compilation);
        if (JsonCollection.IsUntyped(type))
            return JsonReading.RefuseListable(type, $"'{name}' does not say what its elements are", "use a generic collection");
        return JsonObjectReader.Read((INamedTypeSymbol)type, use, isRoot, compilation);
    }

    /// <summary>The common part of every model.</summary>
    public static JsonTypeModel Model(ITypeSymbol type, JsonKind kind)
    {
        JsonTypeModel model = new()
        {
            Name = JsonNames.Key(type),
            Kind = kind,
            IsValueType = type.IsValueType,
            Discriminator = type.Discriminator(),
        };
        if (!JsonNames.HasAnonymous(type)) return model;
        var pattern = JsonNames.Pattern(type, out var arguments);
        return model with { Pattern = pattern, PatternArguments = arguments };
    }

    /// <summary>The model with the settings of the type's attributes.</summary>
    public static JsonTypeModel WithHandling(JsonTypeModel model, ITypeSymbol type)
        => model with { NumberHandling = type.Numbers(), UnmappedHandling = type.Unmapped(), CreationHandling = type.Creation() };

    /// <summary>Whether a number handling changes the writing of numbers: as strings, or with names for NaN and infinity.</summary>
    public static bool ChangesNumbers(JsonNumberHandling? numbers) => (numbers & (JsonNumberHandling.WrittenAsStrings | JsonNumberHandling.NamedFloats)) is not (null or 0);

    private static JsonReading WithConverter(ITypeSymbol type, AttributeData attribute, JsonUse use, Compilation compilation)
    {
        if (JsonNames.HasAnonymous(type)) return JsonReading.Refuse("a converter cannot be given anonymous types", MakeRecord);
        if (JsonMisuse.OfValue(type, hasConverter: true) is { } misuse) return JsonReading.Refuse(misuse.Reason, misuse.Cure);
        var converter = JsonConverters.Read(attribute, type, compilation, out var reason, out var cure);
        if (converter is null) return JsonReading.Refuse(reason!, cure);
        JsonStep[] inside = [.. JsonConverters.Inside(type, attribute).Select(inner => new JsonStep(inner, "", use))];
        var model = Model(type, converter.IsOfEnumNames ? JsonKind.NamedEnum : JsonKind.Converter) with { Converter = converter, NeedsSerializer = true, Inside = inside.Select(step => JsonNames.Key(step.Type)).ToEquatableArray() };
        return JsonReading.Of(model) with { Perhaps = inside };
    }

    private static JsonReading Collection(ITypeSymbol type, JsonCollection collection, JsonUse use, Compilation compilation)
    {
        var name = JsonNames.Display(type);
        if (type.Discriminator() is not null)
            return JsonReading.Refuse($"'{name}' is a collection, and [SocketMessage] needs a JSON object", "put the collection into a property");
        if (use == JsonUse.Received && !collection.CanRead)
            return JsonReading.Refuse($"'{name}' cannot be filled from JSON", "use a List<T>, a Dictionary<TKey, TValue> or an array");
        if (collection.Key is { } key && !JsonValues.CanBeKey(key) && !JsonConverters.MakesKeys(key, use))
            return JsonReading.Refuse($"'{JsonNames.Display(key)}' cannot be the key of a dictionary in JSON", "use string keys");
        if (JsonMisuse.OfValue(type, hasConverter: false) is { } misuse) return JsonReading.Refuse(misuse.Reason, misuse.Cure);
        if (type is INamedTypeSymbol named && JsonHierarchies.Misuse(named, compilation) is { } misnamed) return JsonReading.Refuse(misnamed.Reason, misnamed.Cure);
        var derived = JsonHierarchies.Derived(type);
        var model = WithHandling(Model(type, collection.Key is null ? JsonKind.Collection : JsonKind.Dictionary), type) with
        {
            Collection = collection.Kind,
            Creator = collection.Creator,
            Element = JsonNames.Key(collection.Element),
            ElementNullability = JsonNullability.OfElement(type, collection.Element, compilation),
            Key = collection.Key is null ? null : JsonNames.Key(collection.Key),
            HasPlainEnumerator = JsonCollection.HasPlainEnumerator(type),
            // The converter decides the property name of such a key.
            NeedsSerializer = ChangesNumbers(type.Numbers()) || derived.Length > 0
                || collection.Key is { } converted && (converted.TypeKind == TypeKind.Enum || JsonConverters.Find(converted) is not null),
            Derived = derived.Select(JsonNames.Key).ToEquatableArray(),
        };
        if (model is { NeedsSerializer: true, IsAnonymousInside: true })
            return JsonReading.Refuse($"'{name}' has keys that go through the serializer, which cannot be given anonymous types", MakeRecord);
        List<JsonStep> next = [new(collection.Element, "[]", use)];
        if (collection.Key is not null) next.Add(new(collection.Key, "[]", use));
        next.AddRange(derived.Select(type => new JsonStep(type, $"({JsonNames.Display(type)})", use)));
        return JsonReading.Of(model, [.. next]);
    }

    // Types that System.Text.Json refuses at run time, and types that can only be a mistake.
    private static (string Reason, string Cure)? Unsupported(ITypeSymbol type)
    {
        const string leaveOut = "leave it out with [JsonIgnore]";
        if (type.TypeKind == TypeKind.Delegate) return ("is a delegate", leaveOut);
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr) return ("is a native pointer", leaveOut);
        for (var t = type; t is not null; t = t.BaseType)
        {
            switch (t.Namespace(), t.Name)
            {
                case ("System", "Exception"):
                    return ("is an exception, which System.Text.Json refuses", "use its Message");
                case ("System.IO", "Stream"):
                    return ("is a stream of bytes, which is no value in JSON", "read it into a byte[] first");
                case ("System.Threading.Tasks", "Task" or "ValueTask"):
                    return ("is a task", "await it, and use its result");
                case ("System.Reflection", _) or ("System", "Type") or ("System.Runtime.Serialization", "SerializationInfo"):
                    return ("describes code, and System.Text.Json refuses it", leaveOut);
            }
        }
        return type.AllInterfaces.Prepend(type).Any(t => t is { Name: "IAsyncEnumerable", ContainingNamespace.Name: "Generic" })
            ? ("is a stream, which cannot be a value in JSON", "collect it into a list first")
            : null;
    }

    private static bool HasConstrainedPattern(ITypeSymbol type)
        => type is INamedTypeSymbol { IsGenericType: true, IsAnonymousType: false } named && JsonNames.HasAnonymous(named)
            && named.OriginalDefinition.TypeParameters.Zip(named.TypeArguments, (parameter, argument) => JsonNames.HasAnonymous(argument)
                && (parameter.HasReferenceTypeConstraint || parameter.HasConstructorConstraint || !parameter.ConstraintTypes.IsEmpty)).Any(bad => bad);
}
