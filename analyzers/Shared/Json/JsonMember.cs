namespace QueueRun.Analysis.Json;

/// <summary>When a member is not written or read: the values of System.Text.Json's own enum.</summary>
internal enum JsonIgnore
{
    Never = 0,
    Always = 1,
    WhenWritingDefault = 2,
    WhenWritingNull = 3,
    WhenWriting = 4,
    WhenReading = 5,
}

/// <summary>How emitted code sets a member.</summary>
internal enum JsonSetter
{
    None,
    Plain,

    /// <summary>Only by a constructor's parameter.</summary>
    Constructor,

    /// <summary>
    /// By an unsafe accessor, because the setter is init-only or not accessible. It is bound when the program is compiled, without
    /// reflection.
    /// </summary>
    Accessor,
}

/// <summary>A property or field of an object.</summary>
internal sealed record JsonMember
{
    /// <summary>The member's name in C#, without <c>@</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in JSON.</summary>
    public required string JsonName { get; init; }

    /// <summary>
    /// The name in JSON that the contract fixes; null if QueueRun's options give the same name for <see cref="Name"/>: camelCase.
    /// </summary>
    public string? FixedName { get; init; }

    /// <summary>The key of the member's type.</summary>
    public required string Type { get; init; }

    /// <summary>Whether the member may be null by its declaration.</summary>
    public required JsonNullability Nullability { get; init; }

    /// <summary>The <c>global::</c> name of the type that declares the member.</summary>
    public required string DeclaringType { get; init; }

    public bool IsField { get; init; }
    public bool IsVirtual { get; init; }
    public bool CanGet { get; init; }

    /// <summary>The member's getter in the form of an accessor; null if emitted code can call it directly.</summary>
    public JsonAccessor? Getter { get; init; }

    public JsonSetter Setter { get; init; }

    /// <summary>The member's setter in the form of an accessor, if <see cref="Setter"/> is one.</summary>
    public JsonAccessor? Accessor { get; init; }

    /// <summary>Whether the setter may do more than store the value, and may read what was set before.</summary>
    public bool SetterActs { get; init; }

    /// <summary>Whether another member of the hierarchy has the same name, so that the access must name the declaring type.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The condition of <c>[JsonIgnore]</c>, or else the assembly's; null if the member is always written.</summary>
    public JsonIgnore? Ignore { get; init; }

    /// <summary>Whether the member is ever written.</summary>
    public bool IsWritten => CanGet && Ignore is not (JsonIgnore.Always or JsonIgnore.WhenWriting);

    public int Order { get; init; }
    public bool IsRequired { get; init; }
    public bool IsIncluded { get; init; }
    public bool IsExtensionData { get; init; }

    /// <summary>The member's own converter.</summary>
    public JsonCustomConverter? Converter { get; init; }

    /// <summary>The number handling of the member's own attribute.</summary>
    public JsonNumberHandling? NumberHandling { get; init; }

    /// <summary>The creation handling of the member's own attribute.</summary>
    public JsonCreationHandling? CreationHandling { get; init; }

    /// <summary>Whether the member's type can hold null: true for any reference, annotated or not.</summary>
    public bool CanBeNull { get; init; }
}

/// <summary>How emitted code constructs an object.</summary>
internal sealed record JsonConstructor
{
    public EquatableArray<JsonParameter> Parameters { get; init; }

    /// <summary>The constructor as an accessor, if it is not accessible or <c>required</c> members forbid a plain <c>new</c>.</summary>
    public JsonAccessor? Accessor { get; init; }

    /// <summary>Whether it is a struct's implicit constructor.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>A constructor's parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type's <c>global::</c> name.</param>
/// <param name="Nullability">Whether it may be null by its declaration.</param>
/// <param name="Default">The default value; null without one.</param>
internal sealed record JsonParameter(string Name, string Type, JsonNullability Nullability, JsonDefault? Default);

/// <summary>
/// A getter, a setter or a constructor in the form of <c>[UnsafeAccessor]</c>: generic types are given by their definition.
/// </summary>
internal sealed record JsonAccessor
{
    /// <summary>The member's name in metadata; null for a constructor.</summary>
    public string? Name { get; init; }

    /// <summary>The declaring type, with its own type parameters.</summary>
    public required string Target { get; init; }
    public bool TargetIsValueType { get; init; }

    /// <summary>The return type of a getter, in the declaring type's type parameters; null for other members.</summary>
    public string? Returns { get; init; }

    /// <summary>The types of the parameters, in the declaring type's type parameters.</summary>
    public EquatableArray<string> Parameters { get; init; }

    /// <summary><c>T, U</c>, or empty.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>The arguments for these type parameters.</summary>
    public string TypeArguments { get; init; } = "";

    /// <summary>The <c>where</c> clauses of the type parameters.</summary>
    public string Constraints { get; init; } = "";
}
