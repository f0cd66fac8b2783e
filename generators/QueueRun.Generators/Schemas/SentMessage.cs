using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>A <c>[SocketMessage]</c> as it is sent.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Property">The property that marks it.</param>
/// <param name="Value">The value of that property.</param>
/// <param name="Payload">The schema of the whole message.</param>
/// <param name="Description">The summary of its type.</param>
/// <param name="Components">The schemas that the payload refers to.</param>
/// <remarks>Must stay equal by value: see <see cref="Schema"/>.</remarks>
internal sealed record SentMessage(
    string Type, string Property, string Value, string Payload, string? Description, EquatableArray<SchemaComponent> Components)
{
    /// <summary>The marked messages that a value of the type may be: itself, or the cases of a union.</summary>
    public static EquatableArray<SentMessage> Of(ITypeSymbol type, Compilation compilation)
    {
        if (type.Discriminator() is not null) return new([Read(type, compilation)]);
        if (JsonUnion.Of(type) is not { } union) return default;
        return union.Cases.Select(parameter => parameter.Type).Where(held => held.Discriminator() is not null).Select(held => Read(held, compilation)).ToEquatableArray();
    }

    /// <summary>
    /// The schema of a type that is sent as a message, or is the result of a call: its marking property is written first.
    /// </summary>
    public static Schema Schema(ITypeSymbol type, SchemaReader schemas)
    {
        if (type.Discriminator() is not { } mark) return schemas.Value(type, JsonUse.Sent);
        var value = Generators.Schema.Anything.With("const", JsonText.Quote(mark.Value)).ToString();
        return schemas.With([new(mark.Property, value)], [mark.Property], schemas.Value(type, JsonUse.Sent), type, JsonUse.Sent);
    }

    private static SentMessage Read(ITypeSymbol type, Compilation compilation)
    {
        var schemas = SchemaReader.Of(compilation);
        var mark = type.Discriminator()!;
        var payload = Schema(type, schemas).ToString();
        return new(JsonNames.Key(type), mark.Property, mark.Value, payload, DocComment.Summary(type), schemas.Reach([payload]).ToEquatableArray());
    }
}
