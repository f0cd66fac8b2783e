namespace QueueRun.Generators;

/// <summary>The module's facts about messages.</summary>
/// <param name="IsEmpty">Whether there are none: no contract, no context, no writer.</param>
/// <param name="HasContracts">Whether there are contracts.</param>
/// <param name="Received">The messages that emitted code reads.</param>
/// <param name="Contexts">The program's own contexts.</param>
/// <param name="Sent">The messages that have a writer and a name.</param>
/// <remarks>Must stay equal by value: otherwise the file is emitted again.</remarks>
internal sealed record ModuleMessages(
    bool IsEmpty, bool HasContracts, EquatableArray<ReaderMethod> Received, EquatableArray<string> Contexts, EquatableArray<string> Sent)
{
    public static ModuleMessages Read(MessageModel model, ReadableTypes readable) => new(
        model.Sent.Count == 0 && model.Contracts.Count == 0 && model.Contexts.Count == 0,
        model.Contracts.Count > 0,
        readable.Roots.Select(name => new ReaderMethod(name, readable.Reader(name))).ToEquatableArray(),
        model.Contexts,
        model.Sent.Where(name => !readable[name].IsAnonymousInside).ToEquatableArray());
}
