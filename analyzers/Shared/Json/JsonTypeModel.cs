namespace QueueRun.Analysis.Json;

/// <summary>The kinds of types in JSON, as System.Text.Json sees them.</summary>
internal enum JsonKind
{
    /// <summary>A value that one of System.Text.Json's own converters writes and reads.</summary>
    Value,

    /// <summary><c>object</c>: written as its run-time type.</summary>
    Any,

    /// <summary>An enum, as a number.</summary>
    Enum,

    /// <summary>An enum, as names.</summary>
    NamedEnum,

    /// <summary><c>Nullable&lt;T&gt;</c>.</summary>
    Nullable,

    /// <summary>A JSON array.</summary>
    Collection,

    /// <summary>A JSON object whose property names are keys.</summary>
    Dictionary,

    /// <summary>A JSON object whose property names are members.</summary>
    Object,

    /// <summary>An anonymous type: a JSON object that is only sent.</summary>
    Anonymous,

    /// <summary>A union of C# 15: in JSON the value of its case, without a wrapper.</summary>
    Union,

    /// <summary>A type that a converter of the program writes and reads: the type's own <c>[JsonConverter]</c>.</summary>
    Converter,

    /// <summary>A type that a <c>JsonSerializerContext</c> of the program lists.</summary>
    Listed,
}

/// <summary>One type of a closure. Refers to other types by their keys.</summary>
internal sealed record JsonTypeModel
{
    /// <summary>The key: the type's <c>global::</c> name; for a type that cannot be named, a signature instead.</summary>
    public required string Name { get; init; }

    public required JsonKind Kind { get; init; }

    public bool IsValueType { get; init; }

    /// <summary>
    /// For a type that contains anonymous types: its spelling in a generic method, <c>List&lt;T0&gt;</c>. Null if <see cref="Name"/> can be
    /// written.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The keys of the anonymous types for <c>T0</c>, <c>T1</c>, …</summary>
    public EquatableArray<string> PatternArguments { get; init; }

    /// <summary>The kind of value; for an enum, that of its number.</summary>
    public JsonValueType? Value { get; init; }

    /// <summary>The converter that writes and reads the type.</summary>
    public JsonCustomConverter? Converter { get; init; }

    /// <summary>The kind of collection.</summary>
    public JsonCollectionKind? Collection { get; init; }

    /// <summary>The key of the element's type, of a dictionary's value type, or of a nullable's underlying type.</summary>
    public string? Element { get; init; }

    /// <summary>Whether the element may be null.</summary>
    public JsonNullability? ElementNullability { get; init; }

    /// <summary>The key of a dictionary's key type.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// How emitted code constructs a collection: an expression, or a method for immutable ones; null if System.Text.Json can do it.
    /// </summary>
    public string? Creator { get; init; }

    /// <summary>Whether it is a collection of the base class library, whose own enumerator is that of its interfaces.</summary>
    public bool HasPlainEnumerator { get; init; }

    public EquatableArray<JsonMember> Members { get; init; }

    /// <summary>Whether the members are not in the order of their declaration, which is known only at run time.</summary>
    public bool IsReordered { get; init; }

    /// <summary>How emitted code constructs the object; null if it cannot.</summary>
    public JsonConstructor? Constructor { get; init; }

    /// <summary>The types of <c>[JsonDerivedType]</c>.</summary>
    public EquatableArray<string> Derived { get; init; }

    /// <summary>The keys of the types that a converter may pass to the serializer.</summary>
    public EquatableArray<string> Inside { get; init; }

    /// <summary>The cases of a union, in the order of their declaration.</summary>
    public EquatableArray<JsonUnionCase> Cases { get; init; }

    /// <summary>The property that marks a <c>[SocketMessage]</c>.</summary>
    public JsonDiscriminator? Discriminator { get; init; }

    /// <summary>The number handling of the type's own attribute.</summary>
    public JsonNumberHandling? NumberHandling { get; init; }

    /// <summary>The unmapped member handling of the type's own attribute.</summary>
    public JsonUnmappedHandling? UnmappedHandling { get; init; }

    /// <summary>The creation handling of the type's own attribute.</summary>
    public JsonCreationHandling? CreationHandling { get; init; }

    /// <summary>Whether the type's attributes set any of these.</summary>
    public bool HasHandling => NumberHandling is not null || UnmappedHandling is not null || CreationHandling is not null;

    /// <summary>Whether a direct writer cannot write the type, so that the serializer must.</summary>
    public bool NeedsSerializer { get; init; }

    /// <summary>Whether the type has callbacks that run when it is read.</summary>
    public bool HasReadCallbacks { get; init; }

    /// <summary>Whether the type collects or refuses unknown members, so that the discriminator must be read and dropped.</summary>
    public bool CatchesUnknown { get; init; }

    public bool IsAnonymousInside => Pattern is not null;
}

/// <summary>The property that marks a message.</summary>
internal sealed record JsonDiscriminator(string Property, string Value);

/// <summary>A case of a union.</summary>
/// <param name="Type">The key of its type.</param>
/// <param name="Pattern">The run-time type of the case's values: <c>int</c> for <c>int?</c>.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Nullability">The same, with its parts.</param>
/// <param name="Rank">How many other cases its type is derived from: derived types are tested first.</param>
/// <param name="IsTested">Whether values are tested for this case: another case may take the same ones.</param>
internal sealed record JsonUnionCase(string Type, string Pattern, bool IsNullable, JsonNullability Nullability, int Rank, bool IsTested);
