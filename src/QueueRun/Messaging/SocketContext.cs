using Microsoft.AspNetCore.Http;
using QueueRun.Connections;

namespace QueueRun.Messaging;

/// <summary>Where a socket stands: who its current user is, and which its connection. Asked when sending.</summary>
internal abstract class SocketContext
{
    /// <summary>The id of the current user, or null.</summary>
    public abstract string? UserId { get; }

    /// <summary>The connection whose handler this is, or null.</summary>
    public virtual Connection? Connection => null;
}

/// <summary>In a handler.</summary>
internal sealed class ConnectionContext(Connection connection) : SocketContext
{
    public override string? UserId => connection.User?.Id;

    public override Connection? Connection => connection;
}

/// <summary>In a hook.</summary>
internal sealed class UserContext(string userId) : SocketContext
{
    public override string? UserId => userId;
}

/// <summary>Where nobody is current.</summary>
internal sealed class NoContext : SocketContext
{
    public static NoContext Instance { get; } = new();

    public override string? UserId => null;
}

/// <summary>
/// In a DI scope: what QueueRun bound to the scope; else the HTTP request, if this is its scope; else nobody.
/// </summary>
internal sealed class ScopeContext(IServiceProvider scope, IHttpContextAccessor accessor, QueueRunOptions options) : SocketContext
{
    /// <summary>The handler or hook that the scope was made for.</summary>
    public SocketContext? Bound { get; set; }

    public override string? UserId => Bound is { } bound ? bound.UserId : OfRequest();

    public override Connection? Connection => Bound?.Connection;

    private string? OfRequest()
    {
        if (accessor.HttpContext is not { } http || http.RequestServices != scope) return null;
        if (http.User.Identity is not { IsAuthenticated: true }) return null;
        return options.UserId(http.User) is { Length: > 0 } id ? id : null;
    }
}
