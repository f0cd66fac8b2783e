namespace QueueRun.Analysis;

/// <summary>
/// A route as an assembly announces it: its canonical text, after <c>/endpoint/</c> if it belongs to one. Slashes in the endpoint's name
/// are doubled.
/// </summary>
/// <param name="Endpoint">The name of the only endpoint that it belongs to; null if it belongs to every endpoint.</param>
/// <param name="Route">The canonical text, which never begins with a slash.</param>
internal sealed record AnnouncedRoute(string? Endpoint, string Route)
{
    public static AnnouncedRoute Parse(string text)
    {
        if (text.Length == 0 || text[0] != '/') return new(null, text);
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '/') continue;
            if (i + 1 == text.Length || text[i + 1] != '/') return new(text.Substring(1, i - 1).Replace("//", "/"), text.Substring(i + 1));
            i++;
        }
        return new(null, text);
    }

    /// <summary>Whether any endpoint has both.</summary>
    public bool Meets(string? endpoint) => Endpoint is null || endpoint is null || Endpoint == endpoint;

    public override string ToString() => Endpoint is null ? Route : $"/{Endpoint.Replace("/", "//")}/{Route}";
}
