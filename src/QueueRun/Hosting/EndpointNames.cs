using System.Collections.Concurrent;

namespace QueueRun.Hosting;

/// <summary>Checks that the endpoints that handlers name are the endpoints that the program maps.</summary>
internal sealed class EndpointNames(ModuleBuilder module)
{
    private readonly ConcurrentDictionary<string, bool> _mapped = new(StringComparer.Ordinal);
    private volatile bool _mapsAny;

    /// <summary>Notes that an endpoint is mapped, with or without a name.</summary>
    /// <exception cref="InvalidOperationException">No handler names this endpoint.</exception>
    public void Map(string? name)
    {
        _mapsAny = true;
        if (name is null) return;

        if (!module.Handlers.Exists(handler => handler.Endpoint == name))
        {
            throw new InvalidOperationException(
                $"No handler names the endpoint \"{name}\". Mark one [SocketHandler(Endpoint = \"{name}\")], or its class [SocketEndpoint(\"{name}\")], or correct the name.");
        }

        _mapped[name] = true;
    }

    /// <summary>
    /// Checks the handlers' endpoints after the start. A program that maps no endpoint, because it only does jobs, passes.
    /// </summary>
    /// <exception cref="InvalidOperationException">Handlers name endpoints that are not mapped: the message names all of them.</exception>
    public void Check()
    {
        if (!_mapsAny) return;

        var lost = module.Handlers.Where(handler => handler.Endpoint is { } name && !_mapped.ContainsKey(name))
            .Select(handler => $"  {handler.Name} names the endpoint \"{handler.Endpoint}\"").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (lost.Count == 0) return;

        throw new InvalidOperationException($"""
            The program cannot start: its handlers name endpoints that are not mapped.
            {string.Join(Environment.NewLine, lost)}
            Map each with its name, as in app.MapSockets("/admin", "admin"), or correct the names.
            """);
    }
}
