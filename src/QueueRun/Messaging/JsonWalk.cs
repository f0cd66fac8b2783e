using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>
/// Walks once over JSON together with the contracts of the types that it is read as. Finds misfits that the serializer would accept, and
/// the properties to leave out so that the JSON fits.
/// </summary>
/// <param name="json">Valid JSON.</param>
/// <param name="passed">The names that the protocol reads besides its own, and that the type must not see; null if it reads none.</param>
/// <param name="options">How names are compared; null if the JSON is not an object's.</param>
internal readonly ref struct JsonWalk(ReadOnlySpan<byte> json, string[]? passed, JsonSerializerOptions? options)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly string[]? _passed = passed;
    private readonly JsonSerializerOptions? _options = options;
    private readonly List<(int Start, int End)> _cuts = [];

    /// <summary>The JSON without the properties to leave out.</summary>
    public ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> json)
    {
        if (_cuts.Count == 0) return json;

        var kept = new List<byte>(json.Length);
        var at = 0;
        foreach (var (start, end) in _cuts.OrderBy(cut => cut.Start))
        {
            if (start > at) kept.AddRange(json.Span[at..start]);
            at = Math.Max(at, end);
        }

        kept.AddRange(json.Span[at..]);
        return kept.ToArray();
    }

    /// <summary>The first place where the JSON does not fit, and the expected value; null if it fits.</summary>
    public (string Path, string Expected)? FindMisfit(JsonTypeInfo contract) => FindMisfit(contract, JsonDemands.KeepingOf(contract.Type));

    /// <summary>The first place with invalid text in JSON that is kept as text; null if there is none.</summary>
    public (string Path, string Expected)? FindHalfCharacter() => FindMisfit(null, JsonKeeping.AsText);

    private (string Path, string Expected)? FindMisfit(JsonTypeInfo? contract, JsonKeeping keeping)
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
        reader.Read();
        return Visit(ref reader, contract, keeping, null, _passed) is var (path, expected) ? ("$" + path, expected) : null;
    }

    /// <summary>Visits the value at the reader. Afterwards the reader is at the value's last token, unless there is a misfit.</summary>
    /// <param name="reader">At a value.</param>
    /// <param name="type">The type that it is read as; null if it is not read.</param>
    /// <param name="keeping">How it is kept.</param>
    /// <param name="numbers">How numbers are read, if the containing member or type decides it.</param>
    /// <param name="passed">The names that the type does not see.</param>
    private (string Path, string Expected)? Visit(
        ref Utf8JsonReader reader, JsonTypeInfo? type, JsonKeeping keeping, JsonNumberHandling? numbers, string[]? passed = null)
    {
        if (type is not null && Nullable.GetUnderlyingType(type.Type) is { } underlying) type = Find(type, underlying);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when type?.Type == typeof(JsonValue):
                return ("", JsonExpectation.Of(type, isNumber: false));
            case JsonTokenType.StartObject:
                return VisitObject(ref reader, type, keeping, numbers, passed);
            case JsonTokenType.StartArray:
                return VisitArray(ref reader, type, keeping, numbers ?? type?.NumberHandling);
            case JsonTokenType.String when keeping != JsonKeeping.AsValue && !JsonText.IsUnicode(reader.ValueSpan):
                return ("", JsonExpectation.Unicode);
            case JsonTokenType.String when type is not null && IsNoNumber(ref reader, type, numbers ?? type.NumberHandling ?? type.Options.NumberHandling):
                return ("", JsonExpectation.Of(type, isNumber: false));
            case JsonTokenType.Number when Overflows(ref reader, type, numbers ?? type?.NumberHandling ?? type?.Options.NumberHandling):
                return ("", JsonExpectation.Of(type, isNumber: true));
            default:
                return null;
        }
    }

    private (string Path, string Expected)? VisitArray(ref Utf8JsonReader reader, JsonTypeInfo? type, JsonKeeping keeping, JsonNumberHandling? numbers)
    {
        var element = Find(type, type?.ElementType);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (Visit(ref reader, element, Inside(keeping, element), numbers) is var (path, expected)) return (JsonPath.Segment(i) + path, expected);
        }

        return null;
    }

    private (string Path, string Expected)? VisitObject(
        ref Utf8JsonReader reader, JsonTypeInfo? type, JsonKeeping keeping, JsonNumberHandling? numbers, string[]? passed)
    {
        if (type is not null && JsonHierarchy.Property(type) is { } property)
        {
            type = JsonHierarchy.Resolve(type, Last(reader, property), out var isMisfit);
            if (isMisfit) return ("", JsonHierarchy.Expected(type));
        }

        List<(int Start, int End, bool IsLeftOut)>? members = keeping == JsonKeeping.AsNodes || passed is not null ? [] : null;
        Dictionary<string, int>? names = keeping == JsonKeeping.AsNodes ? new(NamesOf(_options!)) : null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isText = !reader.ValueIsEscaped || JsonText.IsUnicode(reader.ValueSpan);
            if (!isText && keeping != JsonKeeping.AsValue) return ("", "names that are valid Unicode");

            var name = isText ? reader.GetString()! : ""; // the serializer does not accept the name either
            var member = isText ? Member(type, name) : null;
            reader.Read();
            var next = member is null ? Find(type, type?.ElementType) : member.IsExtensionData ? Collected(type!, member) : IsRead(member) ? Find(type, member.PropertyType) : null;
            if (Visit(ref reader, next, Inside(keeping, next), member is null ? numbers : member.NumberHandling ?? type?.NumberHandling) is var (path, expected))
                return (JsonPath.Segment(name) + path, expected);

            if (members is null) continue;
            // Of properties with the same name, the last one counts.
            if (names is not null)
            {
                if (names.TryGetValue(name, out var before)) members[before] = members[before] with { IsLeftOut = true };
                names[name] = members.Count;
            }

            members.Add((start, (int)reader.BytesConsumed, passed is not null && IsPassed(type, member, name, passed)));
        }

        if (members is not null) Cut(members);
        return null;
    }

    private void Cut(List<(int Start, int End, bool IsLeftOut)> members)
    {
        var lastKept = members.FindLastIndex(member => !member.IsLeftOut);
        for (var i = 0; i < lastKept; i++)
        {
            if (members[i].IsLeftOut) _cuts.Add((members[i].Start, members[i + 1].Start));
        }

        if (lastKept < members.Count - 1) _cuts.Add((lastKept < 0 ? members[0].Start : members[lastKept].End, members[^1].End));
    }

    private static bool IsPassed(JsonTypeInfo? type, JsonPropertyInfo? member, string name, string[] passed)
        => (member is null or { IsExtensionData: true }) && type is not null && JsonHierarchy.Property(type) != name
            && (ProtocolNames.Contains(name) || passed.Contains(name));

    private static bool IsRead(JsonPropertyInfo member)
        => member.Set is not null || member.AssociatedParameter is not null || member.ObjectCreationHandling == JsonObjectCreationHandling.Populate;

    /// <summary>The member with that name, or else the one that collects unknown properties.</summary>
    private static JsonPropertyInfo? Member(JsonTypeInfo? type, string name)
    {
        if (type is not { Kind: JsonTypeInfoKind.Object }) return null;

        var names = NamesOf(type.Options);
        JsonPropertyInfo? extension = null;
        foreach (var property in type.Properties)
        {
            if (property.IsExtensionData) extension = property;
            else if (names.Equals(property.Name, name)) return property;
        }

        return extension;
    }

    /// <summary>The value of the last property with that name in the object at the reader.</summary>
    private static JsonElement? Last(Utf8JsonReader reader, string name)
    {
        JsonElement? last = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt) last = JsonElement.ParseValue(ref reader);
            else reader.Skip();
        }

        return last;
    }

    private static StringComparer NamesOf(JsonSerializerOptions options)
        => options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The type of the collected value of an unknown property.</summary>
    private static JsonTypeInfo? Collected(JsonTypeInfo type, JsonPropertyInfo extension)
        => Find(type, extension.PropertyType) is { ElementType: { } element } data ? Find(data, element) : Find(type, typeof(JsonNode)) ?? Find(type, extension.PropertyType);

    // Values inside JSON that is kept unchanged are kept in the same way.
    private static JsonKeeping Inside(JsonKeeping keeping, JsonTypeInfo? type)
        => keeping != JsonKeeping.AsValue ? keeping : type is null ? JsonKeeping.AsValue : JsonDemands.KeepingOf(type.Type);

    private static JsonTypeInfo? Find(JsonTypeInfo? from, Type? type) => type is not null && from!.Options.TryGetTypeInfo(type, out var info) ? info : null;

    private static bool Overflows(ref Utf8JsonReader reader, JsonTypeInfo? type, JsonNumberHandling? numbers)
    {
        var isInfinite = type?.Type == typeof(double) ? reader.TryGetDouble(out var d) && double.IsInfinity(d)
            : type?.Type == typeof(float) && reader.TryGetSingle(out var f) && float.IsInfinity(f);
        return isInfinite && !HasNames(numbers);
    }

    private static bool IsNoNumber(ref Utf8JsonReader reader, JsonTypeInfo type, JsonNumberHandling? numbers)
        => (type.Type == typeof(double) || type.Type == typeof(float) || type.Type == typeof(Half)) && !HasNames(numbers)
            && (reader.ValueTextEquals("NaN"u8) || reader.ValueTextEquals("Infinity"u8) || reader.ValueTextEquals("-Infinity"u8));

    // With this setting, NaN and infinity can be written.
    private static bool HasNames(JsonNumberHandling? numbers) => ((numbers ?? default) & JsonNumberHandling.AllowNamedFloatingPointLiterals) != 0;
}
