namespace QueueRun.Analysis.Json;

/// <summary>When a member is left out: the values of System.Text.Json's own enum.</summary>
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

    /// <summary>Init-only or not accessible: by an unsafe accessor, which is bound when the program is compiled, not by reflection.</summary>
    Accessor,
}

/// <summary>A property or field of an object.</summary>
internal sealed record JsonMember
{
    /// <summary>The member's name in C#, without <c>@</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in JSON.</summary>
    public required string JsonName { get; init; }

    /// <summary>The name in JSON that the contract fixes; null where QueueRun's options make the same of <see cref="Name"/>: camelCase.</summary>
    public string? FixedName { get; init; }

    /// <summary>The key of the member's type.</summary>
    public required string Type { get; init; }

    /// <summary>The <c>global::</c> name of the type that declares the member.</summary>
    public required string DeclaringType { get; init; }

    public bool IsField { get; init; }
    public bool IsVirtual { get; init; }
    public bool CanGet { get; init; }
    public JsonSetter Setter { get; init; }

    /// <summary>The member's setter as an accessor declares it, where <see cref="Setter"/> is one.</summary>
    public JsonAccessor? Accessor { get; init; }

    /// <summary>Another member of the hierarchy has the same name: the access names the declaring type.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The condition of <c>[JsonIgnore]</c>, else the assembly's; null where it is always written.</summary>
    public JsonIgnore? Ignore { get; init; }

    public int Order { get; init; }
    public bool IsRequired { get; init; }
    public bool IsIncluded { get; init; }
    public bool IsExtensionData { get; init; }

    /// <summary>The expression of the member's own converter.</summary>
    public string? Converter { get; init; }

    /// <summary>The member's own number handling, as an expression.</summary>
    public string? NumberHandling { get; init; }

    /// <summary>The member's own object creation handling, as an expression.</summary>
    public string? CreationHandling { get; init; }

    /// <summary>Whether null can be told from a value.</summary>
    public bool CanBeNull { get; init; }
}

/// <summary>How emitted code constructs an object.</summary>
internal sealed record JsonConstructor
{
    public EquatableArray<JsonParameter> Parameters { get; init; }

    /// <summary>Not accessible, or <c>required</c> members forbid a plain <c>new</c>.</summary>
    public JsonAccessor? Accessor { get; init; }

    /// <summary>A struct without a constructor of its own.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>A constructor's parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type's <c>global::</c> name.</param>
/// <param name="Default">The default value as an expression; null without one.</param>
internal sealed record JsonParameter(string Name, string Type, string? Default);

/// <summary>A setter or a constructor, as <c>[UnsafeAccessor]</c> wants it: generic types by their definition.</summary>
internal sealed record JsonAccessor
{
    /// <summary>The member's name in metadata; null for a constructor.</summary>
    public string? Name { get; init; }

    /// <summary>The declaring type, with its own type parameters.</summary>
    public required string Target { get; init; }
    public bool TargetIsValueType { get; init; }

    /// <summary>The types of the parameters, with the declaring type's type parameters.</summary>
    public EquatableArray<string> Parameters { get; init; }

    /// <summary><c>T, U</c>, or empty.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>What stands for them.</summary>
    public string TypeArguments { get; init; } = "";

    /// <summary>The <c>where</c> clauses of the type parameters.</summary>
    public string Constraints { get; init; } = "";
}
