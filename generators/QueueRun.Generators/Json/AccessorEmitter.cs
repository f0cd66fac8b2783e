using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes unsafe accessors: init-only setters, and constructors of types with <c>required</c> members, are called as the serializer
/// itself would, and what JSON leaves out keeps its initial value.
/// </summary>
internal static class AccessorEmitter
{
    public static void Emit(SourceWriter writer, JsonAccessor accessor, string name)
    {
        writer.WriteLine();
        if (accessor.TypeParameters.Length == 0)
        {
            EmitMethod(writer, accessor, "private", name);
            return;
        }
        // The accessor of a generic type must stand in one with the same parameters.
        using (writer.Block($"private static class {name}_<{accessor.TypeParameters}>{accessor.Constraints}")) EmitMethod(writer, accessor, "internal", name);
    }

    /// <summary>The method to call.</summary>
    public static string Call(JsonAccessor accessor, string name)
        => accessor.TypeParameters.Length == 0 ? name : $"{name}_<{accessor.TypeArguments}>.{name}";

    private static void EmitMethod(SourceWriter writer, JsonAccessor accessor, string accessibility, string name)
    {
        var parameters = accessor.Parameters.Select((type, i) => $"{type} value{i}").ToList();
        if (accessor.Name is { } method)
        {
            parameters.Insert(0, $"{(accessor.TargetIsValueType ? "ref " : "")}{accessor.Target} target");
            writer.WriteLine($"[{Attribute}({Kind}.Method, Name = {Emitted.Literal(method)})]");
            writer.WriteLine($"{accessibility} static extern void {name}({string.Join(", ", parameters)});");
            return;
        }
        writer.WriteLine($"[{Attribute}({Kind}.Constructor)]");
        writer.WriteLine($"{accessibility} static extern {accessor.Target} {name}({string.Join(", ", parameters)});");
    }

    private const string Attribute = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string Kind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";
}
