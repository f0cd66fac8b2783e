namespace QueueRun.Generators;

/// <summary>What an assembly receives and sends.</summary>
/// <param name="Operations">Its handlers and the method that authenticates, in an order independent of files.</param>
/// <param name="Sent">The marked messages that it sends, in the order of their property and value.</param>
/// <param name="Components">The schemas that these refer to.</param>
/// <remarks>Must stay equal by value: otherwise it is emitted again.</remarks>
internal sealed record Contract(EquatableArray<Operation> Operations, EquatableArray<SentMessage> Sent, EquatableArray<SchemaComponent> Components)
{
    public bool IsEmpty => Operations.Count == 0 && Sent.Count == 0;

    /// <summary>Combines what was found in many places.</summary>
    /// <param name="operations">The handlers and the method that authenticates.</param>
    /// <param name="marked">The marked types of the assembly. One that no handler takes is sent, even if no call shows it.</param>
    /// <param name="sent">The marked messages that calls send.</param>
    public static Contract Merge(IEnumerable<Operation> operations, IEnumerable<SentMessage> marked, IEnumerable<SentMessage> sent)
    {
        var sorted = operations.OrderBy(operation => operation.SortKey, StringComparer.Ordinal).ToList();
        HashSet<string> taken = [.. sorted.Select(operation => operation.Type).OfType<string>()];
        var messages = sent.Concat(sorted.SelectMany(operation => operation.Sent)).Concat(marked.Where(message => !taken.Contains(message.Type)))
            .GroupBy(message => message.Type, StringComparer.Ordinal)
            .Select(group => group.First())
            .OrderBy(message => message.Property, StringComparer.Ordinal).ThenBy(message => message.Value, StringComparer.Ordinal).ThenBy(message => message.Type, StringComparer.Ordinal)
            .ToList();
        var components = sorted.SelectMany(operation => operation.Components).Concat(messages.SelectMany(message => message.Components))
            .GroupBy(component => component.Id)
            .Select(group => group.First());
        return new(sorted.ToEquatableArray(), messages.ToEquatableArray(), NamedSchemas.Sort(components).ToEquatableArray());
    }
}
