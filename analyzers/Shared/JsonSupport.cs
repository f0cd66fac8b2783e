using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The rules' questions about JSON.</summary>
internal static class JsonSupport
{
    /// <summary>Whether JSON code can be emitted that reads a type.</summary>
    public static Func<ITypeSymbol, bool> CanBeRead(KnownTypes known) => type => JsonShapes.Refusal(type, JsonUse.Received, known.Compilation) is null;

    /// <summary>
    /// Whether JSON code can be emitted for the types that a method receives and sends. If not, the method is left out, and the rule about
    /// the message type reports why.
    /// </summary>
    public static bool CanCarry(HandlerParameters parameters, ITypeSymbol? sent, KnownTypes known)
        => Received(parameters, known) is null && (sent is null || Sent(sent, known) is null);

    /// <summary>Why JSON code cannot be emitted for the type that a method receives.</summary>
    public static JsonRefusal? Received(HandlerParameters parameters, KnownTypes known)
        => parameters.Message is { Type: var received } && MessageKinds.IsReadFromJson(received, known)
            ? JsonShapes.Refusal(received, JsonUse.Received, known.Compilation) : null;

    /// <summary>Why JSON code cannot be emitted for a sent type.</summary>
    public static JsonRefusal? Sent(ITypeSymbol sent, KnownTypes known)
        => MessageKinds.IsWrittenAsJson(sent, known) ? JsonShapes.Refusal(sent, JsonUse.Sent, known.Compilation) : null;

    /// <summary>
    /// Why a job of a type cannot be stored and read again. Text, bytes and JSON elements are stored unchanged; all other types are written
    /// and read by emitted code.
    /// </summary>
    public static JsonRefusal? Job(ITypeSymbol job, KnownTypes known)
    {
        var name = JsonNames.Display(job);
        if (job.SpecialType == SpecialType.System_Object)
            return new(name, "'object' does not say what is stored and read", "give the job a type of its own");
        if (job.IsOfBytes(known.Memory) || job.IsOfBytes(known.ArraySegment))
            return new(name, $"'{name}' is a part of another array", "take byte[] or ReadOnlyMemory<byte>");
        if (!MessageKinds.IsReadFromJson(job, known)) return null;
        return JsonShapes.Refusal(job, JsonUse.Received, known.Compilation) ?? JsonShapes.Refusal(job, JsonUse.Sent, known.Compilation);
    }

    /// <summary>
    /// Why a hook's user cannot be written and read again: where several processes share users, a hook may be called by one that has never
    /// seen the user.
    /// </summary>
    public static JsonRefusal? User(ITypeSymbol user, KnownTypes known)
        => Principal(user, known) ?? JsonShapes.Refusal(user, JsonUse.Received, known.Compilation) ?? JsonShapes.Refusal(user, JsonUse.Sent, known.Compilation);

    /// <summary>
    /// Whether JSON code can be emitted for the users that a hook takes. A user that may be missing is null at another process.
    /// </summary>
    public static bool CanCarryUsers(LifecycleMethod hook, KnownTypes known)
        => hook.OwnUsers(known).All(user => user.Optional || User(user.Parameter.Type, known) is null);

    // A principal refers to itself through its claims: writing it fails at run time. The attribute of the interface's property does not
    // count for the property of a class.
    private static JsonRefusal? Principal(ITypeSymbol user, KnownTypes known)
    {
        for (var type = user; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public } property && property.Type.Is(known.ClaimsPrincipal) && !property.HasJson("JsonIgnore"))
                    return new($"{JsonNames.Display(user)}.{property.Name}", "a ClaimsPrincipal cannot be written and read", "leave it out with [JsonIgnore]");
            }
        }
        return null;
    }

    /// <summary>Whether System.Text.Json reads the type from an array, a string, a number or a boolean only.</summary>
    public static bool IsNeverAnObject(ITypeSymbol type, KnownTypes known)
        => JsonShapes.Root(type, JsonUse.Received, known.Compilation).Model?.Kind switch
        {
            JsonKind.Nullable => IsNeverAnObject(((INamedTypeSymbol)type).TypeArguments[0], known),
            JsonKind.Collection or JsonKind.Enum => true,
            // JsonElement and its kin take any JSON value.
            JsonKind.Value => type.Namespace()?.StartsWith("System.Text.Json", StringComparison.Ordinal) != true,
            _ => false,
        };
}
