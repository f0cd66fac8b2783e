using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Testing;

/// <summary>How a client connects: the upgrade request and its user.</summary>
public sealed class ConnectOptions
{
    /// <summary>The endpoint's path, with a query if it needs one, or a whole URL. Default <c>/socket</c>.</summary>
    public string Path { get; set; } = "/socket";

    /// <summary>
    /// The request's principal, as ASP.NET Core's authentication would set it: <c>HttpContext.User</c>. The program's own authentication
    /// still runs, and replaces this principal if the request carries a cookie or token. Default none.
    /// </summary>
    public ClaimsPrincipal? Principal { get; set; }

    /// <summary>
    /// The connection's user, of the program's own user type. Neither <c>[OnConnect]</c> nor <c>[Authenticate]</c> is called. Default null:
    /// the program authenticates the connection.
    /// </summary>
    public ISocketUser? User { get; set; }

    /// <summary>When the ticket of <see cref="Principal"/> expires. Default never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>The page's origin, such as <c>https://example.com</c>. Default none: the client is not a browser.</summary>
    public string? Origin { get; set; }

    /// <summary>Headers of the request.</summary>
    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    /// <summary>Cookies to send, such as those of an HTTP client that has signed in. Default none.</summary>
    public CookieContainer? Cookies { get; set; }

    /// <summary>The client's name in the texts of failures. Default the user's id.</summary>
    public string? Name { get; set; }
}
