using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Hosting;

/// <summary>
/// Decides which pages may connect. A browser sends cookies with the handshake of any page's WebSocket, and no same-origin policy
/// stops it: this check does.
/// </summary>
internal static class Origin
{
    public const string Any = "*";

    public static bool IsWellFormed(string origin) => origin == Any || Parse(origin) is not null;

    /// <summary>Whether the request comes from the same origin, from an allowed origin, or from a client that is not a browser.</summary>
    public static bool IsAllowed(HttpRequest request, IList<string> allowed)
    {
        var values = request.Headers.Origin;
        if (values.Count == 0) return true; // not a browser
        if (allowed.Contains(Any)) return true;
        if (values is not [{ } text] || Parse(text) is not { } origin) return false; // such as "null"

        return IsSame(origin, request.Host) || allowed.Any(other => Parse(other) == origin);
    }

    /// <summary>Whether the request has an origin that an entry of the setting can name.</summary>
    public static bool CanBeNamed(HttpRequest request) => request.Headers.Origin is [{ } text] && Parse(text) is not null;

    // A page that ships with an application (capacitor://localhost) is not this server's, whatever its host name. For other pages the
    // scheme is not compared: behind a proxy that ends TLS, the program does not know it. Both host names go through HostString, which
    // decodes internationalized names (xn--…).
    private static bool IsSame(Uri origin, HostString host)
        => (origin.Scheme == Uri.UriSchemeHttps || origin.Scheme == Uri.UriSchemeHttp)
            && string.Equals(host.Host, HostString.FromUriComponent(origin.Authority).Host, StringComparison.OrdinalIgnoreCase)
            && (host.Port ?? (origin.IsDefaultPort ? origin.Port : -1)) == origin.Port;

    private static Uri? Parse(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Host is not "" && uri.UserInfo is "" && IsWrittenAs(text, uri)
            ? uri
            : null;

    // Only scheme, host and port, as browsers write them; Uri would also accept https:\\host, host: and host:00443. The default port may be
    // given.
    private static bool IsWrittenAs(string text, Uri uri)
    {
        var origin = uri.GetLeftPart(UriPartial.Authority);
        return text.Equals(origin, StringComparison.OrdinalIgnoreCase)
            || (uri.IsDefaultPort && text.Equals(string.Create(CultureInfo.InvariantCulture, $"{origin}:{uri.Port}"), StringComparison.OrdinalIgnoreCase));
    }
}
