using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>A type that another type leads to.</summary>
/// <param name="Type">The type.</param>
/// <param name="Segment">Its part of the path: <c>.Owner</c>, <c>[]</c>.</param>
/// <param name="Use">Whether it is sent or received there.</param>
internal sealed record JsonStep(ITypeSymbol Type, string Segment, JsonUse Use);

/// <summary>The result of reading one type. Its symbols must not leave the reading.</summary>
internal sealed record JsonReading
{
    public JsonTypeModel? Model { get; private init; }

    public IReadOnlyList<JsonStep> Next { get; private init; } = [];

    /// <summary>Types that a converter may pass to the serializer. The converter works without those that have no contract.</summary>
    public IReadOnlyList<JsonStep> Perhaps { get; init; } = [];

    /// <summary>The refusal; its path is relative to the type.</summary>
    public JsonRefusal? Refusal { get; private init; }

    public static JsonReading Of(JsonTypeModel model, params JsonStep[] next) => new() { Model = model, Next = next };

    public static JsonReading Refuse(string reason, string cure, string segment = "") => new() { Refusal = new(segment, reason, cure) };

    /// <summary>Refuses a symbol that emitted code cannot name or reach.</summary>
    public static JsonReading Refuse(JsonObstacle obstacle, string segment = "")
        => new() { Refusal = new(segment, obstacle.Reason, obstacle.Cure) { Hidden = obstacle.Hidden is null ? null : DocumentationCommentId.CreateDeclarationId(obstacle.Hidden) } };

    /// <summary>Refuses a type that System.Text.Json itself can write and read.</summary>
    public static JsonReading RefuseListable(ITypeSymbol type, string reason, string cure)
        => new() { Refusal = new("", reason, $"{cure}, or list the type in a JsonSerializerContext") { Listable = DocumentationCommentId.CreateReferenceId(type) } };

    public static JsonReading Reported() => new() { Refusal = new("", "", "") { IsReported = true } };
}
