namespace QueueRun.Json.Tests.Clients;

/// <summary>What is done to a value.</summary>
internal enum MutationKind
{
    /// <summary>Null in place of a value.</summary>
    Null,

    /// <summary>A null more in an array.</summary>
    NullItem,

    /// <summary>A value of another type of JSON.</summary>
    OtherType,

    /// <summary>A number in a string.</summary>
    NumberInString,

    /// <summary>1.5 in place of a number.</summary>
    Fraction,

    /// <summary>A number that is too large, or negative.</summary>
    OutOfRange,

    /// <summary>A number that the enum does not define.</summary>
    UnknownValue,

    /// <summary>Other text.</summary>
    OtherText,

    /// <summary>A name in another case.</summary>
    OtherCase,

    /// <summary>A member is left out.</summary>
    Missing,

    /// <summary>A member that the type does not have.</summary>
    UnknownMember,
}
