using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The contents of the emitted files of messages, file by file.</summary>
/// <remarks>Must stay equal by value: see <see cref="MessagePart{T}"/>.</remarks>
internal sealed record MessageLayout
{
    public required ModuleMessages Module { get; init; }

    public required EquatableArray<MessagePart<ContractType>> Contracts { get; init; }

    public required EquatableArray<MessagePart<ContractType>> Accessors { get; init; }

    public required EquatableArray<MessagePart<ReadType>> Readers { get; init; }

    public required EquatableArray<MessagePart<WrittenType>> Writers { get; init; }

    public static MessageLayout Of(MessageModel model)
    {
        var ids = MessageNames.ForTypes(model.Types.Select(type => type.Name));
        ReadableTypes readable = new(model, ids);
        var contracts = ContractType.ReadAll(model, ids);
        return new()
        {
            Module = ModuleMessages.Read(model, readable),
            Contracts = MessageParts.Split(contracts, type => type.Type.Name),
            Accessors = MessageParts.Split([.. contracts.Where(type => AccessorEmitter.HasAny(type.Type))], type => type.Type.Name),
            Readers = MessageParts.Split(readable.ReadAll(), type => type.Type.Name),
            Writers = MessageParts.Split(WrittenType.ReadAll(model), type => type.Type.Name),
        };
    }
}

/// <summary>A type for which a contract is emitted.</summary>
/// <param name="Type">The type.</param>
/// <param name="Id">The type's part in names.</param>
internal sealed record ContractType(JsonTypeModel Type, string Id)
{
    public static IReadOnlyCollection<ContractType> ReadAll(MessageModel model, IReadOnlyDictionary<string, string> ids)
    {
        HashSet<string> wanted = [.. model.Contracts];
        return [.. model.Types.Where(type => wanted.Contains(type.Name)).Select(type => new ContractType(type, ids[type.Name]))];
    }
}

/// <summary>A type for which a reader is emitted.</summary>
/// <param name="Type">The type.</param>
/// <param name="Id">The type's part in names.</param>
/// <param name="IsMessage">Whether the module names the reader.</param>
/// <param name="Inside">The readers of the types inside it. The serializer reads those without one.</param>
internal sealed record ReadType(JsonTypeModel Type, string Id, bool IsMessage, EquatableArray<ReaderMethod> Inside);

/// <summary>A type's name, and the method that reads it.</summary>
internal sealed record ReaderMethod(string Type, string Method);
