using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes the contract of a union, by which System.Text.Json 11 takes its value and creates it.</summary>
internal static class UnionContract
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata";

    public static void EmitInfo(SourceWriter writer, JsonTypeModel type)
    {
        var tested = Tested(type);
        using (writer.Block($"var info = JsonMetadataServices.CreateUnionInfo(options, new {Metadata}.JsonUnionInfoValues<{type.Name}>", "});"))
        {
            using (writer.Block($"UnionCases = new {Metadata}.JsonUnionCaseInfo[]", "},"))
            {
                foreach (var unionCase in type.Cases)
                    writer.WriteLine($"new(typeof({unionCase.Type})){(unionCase.IsNullable ? " { IsNullable = true }" : "")},");
            }
            using (writer.Block("UnionConstructor = static (_, value) => value switch", "},"))
            {
                foreach (var unionCase in tested) writer.WriteLine($"{unionCase.Pattern} held => new {type.Name}(held),");
                if (type.Cases.FirstOrDefault(unionCase => unionCase.IsNullable) is { } empty)
                    writer.WriteLine($"null => new {type.Name}(default({empty.Type})),");
                writer.WriteLine("_ => throw new global::System.Text.Json.JsonException(),");
            }
            using (writer.Block($"UnionDeconstructor = static union => {(type.IsValueType ? "union.Value" : "union?.Value")} switch", "},"))
            {
                writer.WriteLine("null => ((global::System.Type)null, (object)null),");
                foreach (var unionCase in tested) writer.WriteLine($"{unionCase.Pattern} held => (typeof({unionCase.Type}), held),");
                writer.WriteLine("_ => throw new global::System.Text.Json.JsonException(),");
            }
            if (type.Creator is { } classifier) writer.WriteLine($"TypeClassifierFactory = {classifier},");
        }
    }

    /// <summary>
    /// The cases in the order in which a value is tested: derived types first, because the compiler refuses any other order.
    /// </summary>
    public static List<JsonUnionCase> Tested(JsonTypeModel type)
        => [.. type.Cases.Where(unionCase => unionCase.IsTested).OrderByDescending(unionCase => unionCase.Rank)];
}
