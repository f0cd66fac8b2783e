using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes the writer of a union that is a message and has cases marked <c>[SocketMessage]</c>: such a case is written as the message that
/// it is.
/// </summary>
internal static class UnionWriter
{
    /// <summary>The marked cases of a union; none for any other type.</summary>
    public static IEnumerable<string> Marked(JsonTypeModel type, IDictionary<string, JsonTypeModel> types)
        => type.Cases.Select(unionCase => unionCase.Pattern).Where(name => types[name].Discriminator is not null);

    /// <summary>Writes the body.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="type">The union.</param>
    /// <param name="isMarked">Tells whether a case is marked.</param>
    public static void EmitBody(SourceWriter writer, JsonTypeModel type, Func<string, bool> isMarked)
    {
        using (writer.Block($"switch ({(type.IsValueType ? "message.Value" : "message?.Value")})"))
        {
            foreach (var unionCase in UnionContract.Tested(type))
            {
                writer.WriteLine(isMarked(unionCase.Pattern)
                    ? $"case {unionCase.Pattern} held: {MessageNames.ForWriter(unionCase.Pattern)}(writer, held, options); break;" : $"case {unionCase.Pattern}: goto default;");
            }
            writer.WriteLine($"default: EmittedWriter.Serialize<{type.Name}>(writer, message, options); break;");
        }
    }
}
