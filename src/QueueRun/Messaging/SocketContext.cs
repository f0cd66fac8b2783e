using Microsoft.AspNetCore.Http;
using QueueRun.Connections;

namespace QueueRun.Messaging;

/// <summary>The current user and the current connection of a socket. Read at each send.</summary>
internal abstract class SocketContext
{
    /// <summary>The id of the current user, or null.</summary>
    public abstract string? UserId { get; }

    /// <summary>The connection of the current handler, or null.</summary>
    public virtual Connection? Connection => null;
}

/// <summary>The context in a handler.</summary>
internal sealed class ConnectionContext(Connection connection) : SocketContext
{
    public override string? UserId => connection.User?.Id;

    public override Connection? Connection => connection;
}

/// <summary>The context in a hook.</summary>
internal sealed class UserContext(string userId) : SocketContext
{
    public override string? UserId => userId;
}

/// <summary>The context without a user and a connection.</summary>
internal sealed class NoContext : SocketContext
{
    public static NoContext Instance { get; } = new();

    public override string? UserId => null;
}

/// <summary>
/// The context in a DI scope: that of the handler or hook for which the scope was made; otherwise the user of the HTTP request, if this is
/// its scope; otherwise none.
/// </summary>
internal sealed class ScopeContext(IServiceProvider scope, IHttpContextAccessor accessor, QueueRunOptions options) : SocketContext
{
    /// <summary>The context of the handler or hook for which the scope was made; otherwise null.</summary>
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
