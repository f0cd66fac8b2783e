namespace QueueRun.Routing;

/// <summary>
/// A table of handlers for each endpoint that some handler names, and one for all other endpoints. A handler that names no endpoint is in
/// each table.
/// </summary>
internal sealed class HandlerTables
{
    /// <param name="handlers">All handlers of the program.</param>
    /// <param name="build">Builds a table of some of them.</param>
    public HandlerTables(IReadOnlyList<HandlerDescriptor> handlers, Func<IReadOnlyList<HandlerDescriptor>, HandlerTable> build)
    {
        Unnamed = build([.. handlers.Where(handler => handler.Endpoint is null)]);
        Named = handlers.Select(handler => handler.Endpoint).OfType<string>().Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => build([.. handlers.Where(handler => handler.Endpoint is null || handler.Endpoint == name)]), StringComparer.Ordinal);
    }

    /// <summary>The handlers of an endpoint without a name.</summary>
    public HandlerTable Unnamed { get; }

    /// <summary>The handlers of each endpoint that has a name.</summary>
    public IReadOnlyDictionary<string, HandlerTable> Named { get; }
}
