using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Testing;

/// <summary>How a client connects: the upgrade request, and who it is from.</summary>
public sealed class ConnectOptions
{
    /// <summary>The endpoint's path, with a query if it needs one, or a whole URL. Default <c>/socket</c>.</summary>
    public string Path { get; set; } = "/socket";

    /// <summary>
    /// Who sends the request, as ASP.NET Core's authentication would say: <c>HttpContext.User</c>. The program's own authentication still
    /// runs, and replaces it where the request brings a cookie or token of its own. Default nobody.
    /// </summary>
    public ClaimsPrincipal? Principal { get; set; }

    /// <summary>
    /// Whose connection it is, in the program's own user type. It is decided with this: neither <c>[OnConnect]</c> nor
    /// <c>[Authenticate]</c> is asked. Default open.
    /// </summary>
    public ISocketUser? User { get; set; }

    /// <summary>When the ticket of <see cref="Principal"/> expires. Default never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>The page's origin, such as <c>https://example.com</c>. Default none: not a browser.</summary>
    public string? Origin { get; set; }

    /// <summary>Headers of the request.</summary>
    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    /// <summary>Cookies to send, as an HTTP client that has signed in holds them. Default none.</summary>
    public CookieContainer? Cookies { get; set; }

    /// <summary>What failures call the client. Default the user's id.</summary>
    public string? Name { get; set; }
}
