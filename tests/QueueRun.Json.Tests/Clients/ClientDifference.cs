using System.Globalization;
using System.Text.Json.Nodes;
using QueueRun.Build;

namespace QueueRun.Json.Tests.Clients;

/// <summary>Values about which the types of a written client and the server disagree: a row of the table in <c>docs/clients.md</c>.</summary>
/// <param name="Row">The first column.</param>
/// <param name="IsTyped">Whether the types accept such a value, and the server refuses it; otherwise it is the other way round.</param>
/// <param name="Fits">Whether a changed value is one.</param>
internal sealed record ClientDifference(string Row, bool IsTyped, Func<Contract, Mutation, string, bool> Fits)
{
    private static readonly string[] s_forms = ["format", "contentEncoding", "maxLength", "x-queuerun-names", "x-queuerun-values"];

    /// <summary>All rows, in their order.</summary>
    public static IReadOnlyList<ClientDifference> All { get; } =
    [
        new("null for a member of a reference type without `?`", false, static (_, mutation, _) => mutation.Kind is MutationKind.Null or MutationKind.NullItem),
        new("a number that an enum does not define, or for an enum of names", false, static (contract, mutation, _)
            => IsNumber(mutation) && (mutation.Place.Keyword(contract, "enum") ?? mutation.Place.Keyword(contract, "x-queuerun-names")) is not null),
        new("a number in a string, `\"2\"` for `2`", false, static (_, mutation, _) => mutation.Kind is MutationKind.NumberInString),
        new("a number where `[JsonNumberHandling]` writes and reads strings", false, static (contract, mutation, _)
            => IsNumber(mutation) && mutation.Place.Has(contract, "string") && mutation.Place.Keyword(contract, "format") is not null),
        new("names of properties and of enum values in another case", false, static (_, mutation, _) => mutation.Kind is MutationKind.OtherCase),
        new("a constructor's parameter without a default, left out", false, static (_, mutation, refusal)
            => (mutation.Kind is MutationKind.Missing || mutation.Put == "{}") && !IsWeak(refusal)),
        new("an object with none of the members, all of which may be missing", false, static (_, mutation, refusal)
            => mutation.Kind is MutationKind.Missing or MutationKind.UnknownMember && IsWeak(refusal)),
        new("an unknown discriminator, with `IgnoreUnrecognizedTypeDiscriminators`", false, static (_, mutation, _)
            => mutation.Kind is MutationKind.OtherType or MutationKind.OtherText && mutation.Place.Schema?["const"] is not null),
        new("a fraction for an integer, a number out of its type's range", true, static (_, mutation, _) => mutation.Kind is MutationKind.Fraction or MutationKind.OutOfRange),
        new("text that is not in its format: a date, a `Guid`, Base64, one `char`, names of flags", true, static (contract, mutation, _)
            => mutation.Put is ['"', ..] && s_forms.Any(form => mutation.Place.Keyword(contract, form) is not null)),
        new("a key of a dictionary that is no number, date or enum as it should be", true, static (_, mutation, _)
            => IsDictionary(mutation.Place.Parent) || (mutation.Kind is MutationKind.UnknownMember && IsDictionary(mutation.Place.Schema))),
        new("a member that the type does not have, with `JsonUnmappedMemberHandling.Disallow`", true, static (_, mutation, _)
            => mutation.Kind is MutationKind.UnknownMember or MutationKind.OtherCase && !IsDictionary(mutation.Place.Schema)),
        new("JSON that a converter of the program, or `JsonValue`, does not read", true, static (contract, mutation, _)
            => mutation.Place.Schema is null or { Count: 0 } || mutation.Place.Keyword(contract, "x-queuerun-unknown") is not null),
    ];

    /// <summary>Whether the row explains the disagreement.</summary>
    public bool Covers(Contract contract, EchoCheck check)
        => check.IsTyped == IsTyped && check.IsRead != IsTyped && Fits(contract, check.Mutation!, check.Refusals.FirstOrDefault() ?? "");

    private static bool IsNumber(Mutation mutation) => double.TryParse(mutation.Put, CultureInfo.InvariantCulture, out _);

    /// <summary>The compiler of TypeScript looks for one common member where none is required.</summary>
    private static bool IsWeak(string refusal) => refusal.Contains("in common", StringComparison.Ordinal);

    private static bool IsDictionary(JsonObject? schema) => schema?["additionalProperties"] is JsonObject;
}
