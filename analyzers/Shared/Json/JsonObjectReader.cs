using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads a type that is a JSON object: its members, its constructor, what its attributes ask for.</summary>
internal static class JsonObjectReader
{
    public static JsonReading Read(INamedTypeSymbol type, JsonUse use, bool isRoot, Compilation compilation)
    {
        var name = JsonNames.Display(type);
        if (JsonMembers.Find(type, compilation, out var clash) is not { } symbols)
            return JsonReading.Refuse(clash!, "rename one of them with [JsonPropertyName]");

        if (symbols.Exists(member => member.Symbol.IsBrokenMember())) return JsonReading.Reported();

        var (settings, changesNumbers) = JsonTypeReader.Settings(type);
        var model = JsonTypeReader.Model(type, type.IsAnonymousType ? JsonKind.Anonymous : JsonKind.Object) with { Settings = settings };
        if (isRoot && model.Discriminator is { } discriminator && Collides(symbols, discriminator)) return JsonReading.Reported();

        if (JsonHierarchies.Misuse(type, compilation) is { } misuse) return JsonReading.Refuse(misuse.Reason, misuse.Cure);
        var derived = JsonHierarchies.Derived(type);
        if (derived.Length > 0 && model.Discriminator is not null)
            return JsonReading.Refuse($"'{name}' has both [SocketMessage] and [JsonDerivedType], and both want to be the first property",
                "put [SocketMessage] on the derived types");

        string? noConstructor = null;
        IMethodSymbol? chosen = null;
        var constructor = type.IsAnonymousType ? null : JsonConstructors.Choose(type, symbols, compilation, out chosen, out noConstructor);
        if (use == JsonUse.Received && constructor is null && derived.Length == 0)
            return JsonReading.Refuse(noConstructor!, "give it one public constructor whose parameters are its properties");

        if (JsonConstructors.Ambiguous(chosen, symbols) is { } ambiguous) return JsonReading.Refuse(ambiguous, "rename one of them");

        List<JsonMember> members = [];
        List<JsonStep> next = [.. derived.Select(type => new JsonStep(type, $"({JsonNames.Display(type)})", use))];
        var needsSerializer = changesNumbers || derived.Length > 0 || Implements(type, "IJsonOnSerializing", "IJsonOnSerialized");
        foreach (var symbol in symbols)
        {
            var isParameter = chosen?.Parameters.Any(parameter => JsonConstructors.Matches(parameter, symbol)) == true && constructor is not null;
            if (use == JsonUse.Received && constructor is not null && JsonMisuse.OfReadMember(symbol, chosen) is { } unread)
                return JsonReading.Refuse(unread.Reason, unread.Cure, "." + symbol.Symbol.Name);
            // System.Text.Json must still see an ignored member that a constructor's parameter belongs to.
            if (symbol.IsIgnored && !isParameter) continue;
            var member = JsonMemberReader.Read(symbol, type, symbols, isParameter, use, chosen, compilation, out var refusal);
            if (member is null) return refusal!;
            members.Add(member);
            needsSerializer |= member.Converter is not null || member.IsExtensionData || JsonTypeReader.ChangesNumbers(symbol.Symbol.Json("JsonNumberHandling"));
            if (symbol.IsIgnored) continue;
            // What is never set from JSON needs no constructor, and neither does what a converter constructs.
            var isSet = member.Converter is null && member.Setter != JsonSetter.None;
            next.Add(new(symbol.Type, "." + member.Name, use == JsonUse.Received && isSet ? JsonUse.Received : JsonUse.Sent));
        }

        if (needsSerializer && model.IsAnonymousInside)
            return JsonReading.Refuse($"'{name}' goes through the serializer, which cannot be given anonymous types", "use a record in place of the anonymous type");
        return JsonReading.Of(model with
        {
            Members = members.ToEquatableArray(),
            Constructor = constructor,
            Derived = derived.Select(JsonNames.Key).ToEquatableArray(),
            NeedsSerializer = needsSerializer,
            HasReadCallbacks = Implements(type, "IJsonOnDeserializing", "IJsonOnDeserialized"),
            CatchesUnknown = members.Exists(member => member.IsExtensionData) || settings.Any(setting => setting.Property == "UnmappedMemberHandling"),
        }, [.. next]);
    }

    /// <summary>Whether a member has the name of the property that the message is known by: names are read without regard to case.</summary>
    public static bool Collides(IEnumerable<JsonMemberSymbol> members, JsonDiscriminator discriminator)
        => members.Any(member => !member.IsIgnored && string.Equals(member.JsonName, discriminator.Property, StringComparison.OrdinalIgnoreCase));

    private static ITypeSymbol[] Derived(INamedTypeSymbol type)
        => [.. type.GetAttributes()
            .Where(attribute => attribute.AttributeClass is { Name: "JsonDerivedTypeAttribute" })
            .Select(attribute => attribute.First()).OfType<ITypeSymbol>()];

    private static bool Implements(INamedTypeSymbol type, params string[] callbacks)
        => type.AllInterfaces.Any(i => callbacks.Contains(i.Name) && i.Namespace() == "System.Text.Json.Serialization");
}
