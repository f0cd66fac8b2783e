using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using QueueRun;

/// <summary>Signing in and out, over HTTP with a cookie, and on a socket with a token.</summary>
internal static class Sessions
{
    /// <summary>
    /// Tells a page that it is no longer signed in, so that it does not reconnect by itself. 4000 to 4999 are for applications.
    /// </summary>
    public const WebSocketCloseStatus SignedOut = (WebSocketCloseStatus)4001;

    public const string EverywhereReason = "You signed out on all devices.";

    /// <summary>
    /// One way in: the browser sends the cookie with the request that opens a WebSocket, and <c>HttpContext.User</c> is the user.
    /// </summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "chat";
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.ExpireTimeSpan = SignIns.Lifetime;
        options.Events.OnValidatePrincipal = context =>
        {
            // The other way in: a tab with its own token sends it in the first message, whoever else uses this browser.
            if (context.Request.Query.ContainsKey("tab")
                || !context.HttpContext.RequestServices.GetRequiredService<SignIns>().IsCurrent(context.Principal!))
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    public static void MapSessions(this WebApplication app)
    {
        // The name is taken on trust. A real program asks for a password, a passkey or a sign-in at another site here; the rest stays
        // the same.
        app.MapPost("/session", async (SessionRequest data, HttpContext context, SignIns signIns) =>
        {
            var name = Names.Check(data.Name, "name");
            if (!data.Stay)
                return new Session(signIns.IssueToken(name, SignIns.Lifetime));         // for one tab, which keeps it
            await context.SignInAsync(signIns.Create(name), new AuthenticationProperties { IsPersistent = true });
            return new Session(null);
        });
        app.MapDelete("/session", (HttpContext context) => context.SignOutAsync());
    }

    /// <summary>
    /// Called with the first message of a connection, unless a cookie has already authenticated it. The token is from <c>POST /session</c>,
    /// from a link, or from the last time. The same person may sign in on many devices.
    /// </summary>
    [Authenticate]
    internal static async Task<SocketUser?> SignInAsync(SignIn data, HttpContext context, ISocket socket, SignIns signIns, CancellationToken token)
    {
        if (data.Token is null || signIns.ReadToken(data.Token) is not { } person)
        {
            var reason = data.Token is null ? "You are not signed in any more." : "This link or sign-in has expired, or was never valid.";
            await socket.Connection.CloseAsync(SignedOut, reason, token);
            return null;
        }
        context.User = person;      // as a cookie would have had it
        var user = new SocketUser(person.FindFirst(ClaimTypes.NameIdentifier)!.Value);
        await socket.Connection.SendAsync(new Welcome(signIns.IssueToken(user.Id, SignIns.Lifetime)), token);
        return user;
    }

    /// <summary>The answer is a token that signs in another device as the same person: the page makes a link of it.</summary>
    [SocketHandler("action=link")]
    internal static string Link(SocketUser user, SignIns signIns) => signIns.IssueToken(user.Id, SignIns.LinkLifetime);

    /// <summary>
    /// First invalidates every cookie and token of the person, then closes every device, this one too: its close is the answer.
    /// </summary>
    [SocketHandler("action=sign-out-everywhere")]
    internal static async Task SignOutEverywhereAsync(SocketUser user, ISocket socket, SignIns signIns, CancellationToken token)
    {
        signIns.SignOutEverywhere(user.Id);
        await socket.CloseAsync(SignedOut, EverywhereReason, token);
    }
}

internal sealed record SessionRequest(string? Name, bool Stay);

internal sealed record Session(string? Token);
