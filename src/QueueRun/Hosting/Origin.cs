using Microsoft.AspNetCore.Http;

namespace QueueRun.Hosting;

/// <summary>
/// Which pages may connect. A browser sends cookies with the handshake of any page's WebSocket, and no same-origin policy
/// stops it: this check does.
/// </summary>
internal static class Origin
{
    public const string Any = "*";

    public static bool IsWellFormed(string origin) => origin == Any || Parse(origin) is not null;

    /// <summary>Whether the request comes from no browser, from the same origin, or from one that is allowed.</summary>
    public static bool IsAllowed(HttpRequest request, IList<string> allowed)
    {
        var values = request.Headers.Origin;
        if (values.Count == 0) return true; // not a browser
        if (allowed.Contains(Any)) return true;
        if (values is not [{ } text] || Parse(text) is not { } origin) return false; // "null" among them

        return IsSame(origin, request.Host) || allowed.Any(other => Parse(other) == origin);
    }

    // The scheme is left out: behind a proxy that ends TLS the program does not know it. Both names go through HostString, which
    // turns what stands for another alphabet (xn--…) into that alphabet.
    private static bool IsSame(Uri origin, HostString host)
        => string.Equals(host.Host, HostString.FromUriComponent(origin.Authority).Host, StringComparison.OrdinalIgnoreCase)
            && (host.Port ?? (origin.IsDefaultPort ? origin.Port : -1)) == origin.Port;

    private static Uri? Parse(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" } && !text.EndsWith('/')
            ? uri
            : null;
}
