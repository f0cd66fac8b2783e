using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using QueueRun.Calls;

namespace QueueRun.Hosting;

/// <summary>A call of the method marked <c>[OnConnect]</c>, inside the upgrade request. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConnectCall : EmittedCall
{
    internal ConnectCall(HttpContext httpContext) => HttpContext = httpContext;

    private protected override IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>The upgrade request.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The principal that ASP.NET Core has authenticated.</summary>
    public ClaimsPrincipal Principal => HttpContext.User;

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Token => HttpContext.RequestAborted;
}
