using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes <c>MessageAccessors</c>. They call members that C# code cannot call directly (init-only setters, hidden getters, and constructors
/// of types with <c>required</c> members), in the same way as the serializer; so members that are missing in the JSON keep their initial
/// values. Readers and contracts use them.
/// </summary>
internal static class AccessorEmitter
{
    private const string Class = "MessageAccessors";
    private const string Attribute = "System.Runtime.CompilerServices.UnsafeAccessorAttribute";
    private const string AccessorKind = "System.Runtime.CompilerServices.UnsafeAccessorKind";

    /// <summary>Whether a type needs an accessor.</summary>
    public static bool HasAny(JsonTypeModel type)
        => type.Kind == JsonKind.Object && (type.Constructor?.Accessor is not null || type.Members.Any(member => member.Getter is not null || member.Accessor is not null));

    /// <summary>Writes the accessors of a part.</summary>
    public static EmittedFile? Emit(MessagePart<ContractType> part, AssemblyFacts assembly)
    {
        if (!part.IsEmitted) return null;
        var writer = MessageFile.Open(part.Purpose("Calls members of messages that C# code cannot call directly."), assembly, out var space);
        Emitted.Usings(writer, Attribute, AccessorKind);
        using (MessageFile.Class(writer, "internal static", $"class {Class}", part.IsAll, part.IsFirst))
        {
            var isFirst = true;
            foreach (var (accessor, name) in part.Types.SelectMany(type => Of(type.Type, type.Id)))
            {
                if (!isFirst) writer.WriteLine();
                isFirst = false;
                EmitAccessor(writer, accessor, name);
            }
        }
        space.Dispose();
        return new(part.HintName("Accessors"), writer.ToSourceText());
    }

    /// <summary>The expression that calls the constructor.</summary>
    public static string Constructor(JsonAccessor accessor, string id) => Call(accessor, ConstructorName(id));

    /// <summary>The expression that calls the setter of the member with this index.</summary>
    public static string Setter(JsonTypeModel type, string id, int index) => Call(type.Members[index].Accessor!, SetterName(type, id, index));

    /// <summary>The expression that calls the getter of the member with this index.</summary>
    public static string Getter(JsonTypeModel type, string id, int index) => Call(type.Members[index].Getter!, GetterName(type, id, index));

    private static string Call(JsonAccessor accessor, string name)
        => accessor.TypeParameters.Length == 0 ? $"{Class}.{name}" : $"{Class}.{name}_<{accessor.TypeArguments}>.{name}";

    private static IEnumerable<(JsonAccessor Accessor, string Name)> Of(JsonTypeModel type, string id)
    {
        if (type.Constructor?.Accessor is { } constructor) yield return (constructor, ConstructorName(id));
        for (var i = 0; i < type.Members.Count; i++)
        {
            if (type.Members[i].Getter is { } getter) yield return (getter, GetterName(type, id, i));
            if (type.Members[i].Accessor is { } setter) yield return (setter, SetterName(type, id, i));
        }
    }

    private static void EmitAccessor(SourceWriter writer, JsonAccessor accessor, string name)
    {
        if (accessor.TypeParameters.Length == 0)
        {
            EmitMethod(writer, accessor, name);
            return;
        }
        // The accessor of a generic type must be in a type with the same parameters.
        using (writer.Block($"internal static class {name}_<{accessor.TypeParameters}>{accessor.Constraints}")) EmitMethod(writer, accessor, name);
    }

    private static void EmitMethod(SourceWriter writer, JsonAccessor accessor, string name)
    {
        var parameters = accessor.Parameters.Select((type, i) => $"{type} value{i}").ToList();
        if (accessor.Name is { } method)
        {
            parameters.Insert(0, $"{(accessor.TargetIsValueType ? "ref " : "")}{accessor.Target} target");
            writer.WriteLine($"[UnsafeAccessor(UnsafeAccessorKind.Method, Name = {Emitted.Literal(method)})]");
            writer.WriteLine($"internal static extern {accessor.Returns ?? "void"} {name}({string.Join(", ", parameters)});");
            return;
        }
        writer.WriteLine("[UnsafeAccessor(UnsafeAccessorKind.Constructor)]");
        writer.WriteLine($"internal static extern {accessor.Target} {name}({string.Join(", ", parameters)});");
    }

    private static string ConstructorName(string id) => $"New{id}";

    private static string GetterName(JsonTypeModel type, string id, int index) => $"Get{id}_{index}_{type.Members[index].Name}";

    private static string SetterName(JsonTypeModel type, string id, int index) => $"Set{id}_{index}_{type.Members[index].Name}";
}
