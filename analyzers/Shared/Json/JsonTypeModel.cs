namespace QueueRun.Analysis.Json;

/// <summary>How a type stands in JSON, as System.Text.Json sees it.</summary>
internal enum JsonKind
{
    /// <summary>One of System.Text.Json's own converters writes and reads it.</summary>
    Value,

    /// <summary><c>object</c>: written as its run-time type.</summary>
    Any,

    /// <summary>An enum, as its number.</summary>
    Enum,

    /// <summary><c>Nullable&lt;T&gt;</c>.</summary>
    Nullable,

    /// <summary>A JSON array.</summary>
    Collection,

    /// <summary>A JSON object whose names are keys.</summary>
    Dictionary,

    /// <summary>A JSON object whose names are members.</summary>
    Object,

    /// <summary>An anonymous type: a JSON object that is only ever sent.</summary>
    Anonymous,

    /// <summary>A converter writes and reads it: the type's own <c>[JsonConverter]</c>, or that of enums which the assembly wants by name.</summary>
    Converter,

    /// <summary>A <c>JsonSerializerContext</c> of the program lists it.</summary>
    Listed,
}

/// <summary>One type of a closure. Names other types by their key.</summary>
internal sealed record JsonTypeModel
{
    /// <summary>The key: the type's <c>global::</c> name; for a type that cannot be named, a signature in its place.</summary>
    public required string Name { get; init; }

    public required JsonKind Kind { get; init; }

    public bool IsValueType { get; init; }

    /// <summary>
    /// A type with anonymous types inside: how it is written in a generic method, <c>List&lt;T0&gt;</c>. Null where <see cref="Name"/> can be written.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The keys of the anonymous types that stand for <c>T0</c>, <c>T1</c>, …</summary>
    public EquatableArray<string> PatternArguments { get; init; }

    /// <summary>A built-in value's converter in <c>JsonMetadataServices</c>; a custom converter as an expression.</summary>
    public string? Converter { get; init; }

    /// <summary>The key of the element, of a dictionary's value, or of what is nullable.</summary>
    public string? Element { get; init; }

    /// <summary>The key of a dictionary's key.</summary>
    public string? Key { get; init; }

    /// <summary>The method of <c>JsonMetadataServices</c> that makes a collection's contract; <c>Enum</c>'s underlying type.</summary>
    public string? Factory { get; init; }

    /// <summary>How emitted code constructs a collection: an expression, a method for immutable ones; null where System.Text.Json knows.</summary>
    public string? Creator { get; init; }

    /// <summary>A collection of the base class library: its own enumerator is the one that its interfaces have.</summary>
    public bool HasPlainEnumerator { get; init; }

    public EquatableArray<JsonMember> Members { get; init; }

    /// <summary>How emitted code constructs the object; null where it cannot.</summary>
    public JsonConstructor? Constructor { get; init; }

    /// <summary>The types of <c>[JsonDerivedType]</c>.</summary>
    public EquatableArray<string> Derived { get; init; }

    /// <summary>The property that a <c>[SocketMessage]</c> is known by.</summary>
    public JsonDiscriminator? Discriminator { get; init; }

    /// <summary>Values of attributes that the contract carries over, as expressions by property name.</summary>
    public EquatableArray<JsonSetting> Settings { get; init; }

    /// <summary>A direct writer cannot do what the type asks for: the serializer writes it.</summary>
    public bool NeedsSerializer { get; init; }

    /// <summary>The type wants to be told when it is read.</summary>
    public bool HasReadCallbacks { get; init; }

    /// <summary>Members that are not known must still not catch the discriminator: it is read into nothing.</summary>
    public bool CatchesUnknown { get; init; }

    public bool IsAnonymousInside => Pattern is not null;
}

/// <summary>The property that a message is known by.</summary>
internal sealed record JsonDiscriminator(string Property, string Value);

/// <summary>A property of a contract and the expression it is set to.</summary>
internal sealed record JsonSetting(string Property, string Value);
