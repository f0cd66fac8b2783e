using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads a type that is a JSON object: its members, its constructor, and the effects of its attributes.</summary>
internal static class JsonObjectReader
{
    public static JsonReading Read(INamedTypeSymbol type, JsonUse use, bool isRoot, Compilation compilation)
    {
        var name = JsonNames.Display(type);
        if (JsonMembers.Find(type, compilation, out var clash) is not { } symbols)
            return JsonReading.Refuse(clash!, "rename one of them with [JsonPropertyName]");

        if (symbols.Exists(member => member.Symbol.IsBrokenMember())) return JsonReading.Reported();

        var model = JsonTypeReader.WithHandling(JsonTypeReader.Model(type, type.IsAnonymousType ? JsonKind.Anonymous : JsonKind.Object), type);
        if (isRoot && model.Discriminator is { } discriminator && Collides(symbols, discriminator)) return JsonReading.Reported();

        if (JsonHierarchies.Misuse(type, compilation) is { } misuse) return JsonReading.Refuse(misuse.Reason, misuse.Cure);
        var derived = JsonHierarchies.Derived(type);
        if (derived.Length > 0 && model.Discriminator is not null)
            return JsonReading.Refuse($"'{name}' has both [SocketMessage] and [JsonDerivedType], and both want to be the first property",
                "put [SocketMessage] on the derived types");

        string? noConstructor = null;
        IMethodSymbol? chosen = null;
        var constructor = type.IsAnonymousType ? null : JsonConstructors.Choose(type, symbols, compilation, out chosen, out noConstructor);
        if (use == JsonUse.Received && constructor is null && !JsonHierarchies.TellsTypesApart(type))
            return JsonReading.Refuse(noConstructor!, derived.Length > 0 ? "give each [JsonDerivedType] a discriminator" : JsonConstructors.Cure(type));

        if (JsonConstructors.Ambiguous(chosen, symbols) is { } ambiguous) return JsonReading.Refuse(ambiguous, "rename one of them");

        List<JsonMember> members = [];
        List<JsonStep> next = [.. derived.Select(type => new JsonStep(type, $"({JsonNames.Display(type)})", use))];
        var needsSerializer = JsonTypeReader.ChangesNumbers(model.NumberHandling) || derived.Length > 0 || Implements(type, "IJsonOnSerializing", "IJsonOnSerialized");
        foreach (var symbol in symbols)
        {
            var isParameter = chosen?.Parameters.Any(parameter => JsonConstructors.Matches(parameter, symbol)) == true && constructor is not null;
            if (use == JsonUse.Received && constructor is not null && JsonMisuse.OfReadMember(symbol, chosen) is { } unread)
                return JsonReading.Refuse(unread.Reason, unread.Cure, "." + symbol.Symbol.Name);
            if (use == JsonUse.Sent && JsonMisuse.OfWrittenMember(symbol) is { } unwritten)
                return JsonReading.Refuse(unwritten.Reason, unwritten.Cure, "." + symbol.Symbol.Name);
            // System.Text.Json must still know an ignored member that belongs to a constructor's parameter.
            if (symbol.IsIgnored && !isParameter) continue;
            var member = JsonMemberReader.Read(symbol, type, symbols, isParameter, use, chosen, compilation, out var refusal);
            if (member is null) return refusal!;
            members.Add(member);
            needsSerializer |= member.Converter is not null || member.Getter is not null || member.IsExtensionData || JsonTypeReader.ChangesNumbers(symbol.Symbol.Numbers());
            if (symbol.IsIgnored) continue;
            // A value that is never set from JSON needs no constructor, and neither does one that a converter constructs.
            var isSet = member.Converter is null && member.Setter != JsonSetter.None;
            next.Add(new(symbol.Type, "." + member.Name, use == JsonUse.Received && isSet ? JsonUse.Received : JsonUse.Sent));
        }

        if (needsSerializer && model.IsAnonymousInside)
            return JsonReading.Refuse($"'{name}' goes through the serializer, which cannot be given anonymous types", "use a record in place of the anonymous type");
        var isReordered = !model.IsAnonymousInside && IsReordered(type, symbols);
        return JsonReading.Of(model with
        {
            IsReordered = isReordered,
            Members = members.ToEquatableArray(),
            Constructor = constructor,
            Derived = derived.Select(JsonNames.Key).ToEquatableArray(),
            NeedsSerializer = needsSerializer || isReordered,
            HasReadCallbacks = Implements(type, "IJsonOnDeserializing", "IJsonOnDeserialized"),
            CatchesUnknown = members.Exists(member => member.IsExtensionData) || model.UnmappedHandling is not null,
        }, [.. next]);
    }

    /// <summary>Whether a member has the name of the property that marks the message: names are read case-insensitively.</summary>
    public static bool Collides(IEnumerable<JsonMemberSymbol> members, JsonDiscriminator discriminator)
        => members.Any(member => !member.IsIgnored && string.Equals(member.JsonName, discriminator.Property, StringComparison.OrdinalIgnoreCase));

    // The members in .NET's reference assemblies are sorted by name: the order of declaration is known only at run time. Reference
    // assemblies that the compiler writes beside a project's assembly keep the order. For KeyValuePair both orders are the same.
    private static bool IsReordered(INamedTypeSymbol type, List<JsonMemberSymbol> members)
        => !JsonConstructors.IsKeyValuePair(type) && members.Count(member => !member.IsIgnored && IsSorted(member.DeclaringType.ContainingAssembly)) > 1;

    private static bool IsSorted(IAssemblySymbol assembly)
        => assembly.GetAttributes() is var attributes
            && attributes.Any(attribute => attribute.AttributeClass?.Name == "ReferenceAssemblyAttribute")
            && attributes.Any(attribute => attribute.AttributeClass?.Name == "AssemblyMetadataAttribute" && attribute.First() is "Serviceable");

    private static bool Implements(INamedTypeSymbol type, params string[] callbacks)
        => type.AllInterfaces.Any(i => callbacks.Contains(i.Name) && i.Namespace() == "System.Text.Json.Serialization");
}
