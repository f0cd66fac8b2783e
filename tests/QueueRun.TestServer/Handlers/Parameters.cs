using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace QueueRun.TestServer;

/// <summary>Every kind of parameter, in any order.</summary>
internal static class Parameters
{
    [SocketHandler("test=request")]
    internal static RequestFacts Request(ClaimsPrincipal principal, SocketRequest request, CancellationToken token)
        => new(request.ConnectionId, request.RequestId, request.User?.Id, Encoding.UTF8.GetString(request.Data.Span),
            token.CanBeCanceled && request.Aborted.CanBeCanceled, principal.Identity?.IsAuthenticated == true);

    /// <summary>Of an endpoint of its own, because the upgrade request lasts there as long as the connection.</summary>
    [SocketHandler("test=path", Endpoint = "request")]
    internal static string Path(HttpContext context) => context.Request.Path.Value!;

    [SocketHandler("test=subprotocol")]
    internal static string SubProtocol(SocketRequest request) => $"subprotocol {request.SubProtocol}";

    [SocketHandler("test=marked")]
    internal static string Marked([FromMessage] Point somewhere) => $"{somewhere.X},{somewhere.Y}";

    [SocketHandler("test=element")]
    internal static string Element(JsonElement whole) => whole.GetRawText();

    [SocketHandler("test=document")]
    internal static string Document(JsonDocument whole) => whole.RootElement.GetProperty("text").GetString()!;

    [SocketHandler("test=dictionary")]
    internal static string Dictionary(Dictionary<string, string> data) => string.Join(',', data.Keys);

    [SocketHandler("test=nothing")]
    internal static string Nothing() => "nothing asked for";

    [SocketHandler("test=services")]
    internal static string Services(Once once, IGreeter greeter, [FromKeyedServices("polite")] IGreeter polite, [FromServices] ISockets sockets,
        IMissing? missing, ISocket socket, IServiceProvider services)
    {
        var same = ReferenceEquals(once, services.GetRequiredService<Once>()) && socket is not null && sockets is not null;
        return $"{greeter.Greet("Ann")}; {polite.Greet("Ann")}; {(missing is null ? "nothing missing" : "?")}; {same}";
    }

    [SocketHandler("test=broken-service")]
    internal static string Broken(Broken broken) => broken.ToString()!;

    /// <summary>Properties that may be missing.</summary>
    [SocketHandler("test=optional/[count?]/[name?]/[after?]/[point?]")]
    internal static string Optional(string? name, DateOnly? after, Point? point, int count = 20)
        => $"{count} {name ?? "-"} {after?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {(point is null ? "-" : $"{point.Value.X},{point.Value.Y}")}";

    [SocketHandler("test=optional/[must]/[text?]")]
    internal static string Must(string must, string text = "nothing") => $"must {must} {text}";

    /// <summary>Answers which instances it was given.</summary>
    [SocketHandler("test=scoped")]
    internal static string Scoped(Keyed data, EachMessage first, EachMessage second, Once once)
    {
        first.Key = data.Key;
        return $"{first.Number} {second.Number} {once.Number}";
    }

    /// <summary>A service of the scope sends to whoever this message came from.</summary>
    [SocketHandler("test=notify")]
    internal static async Task Notify(Notifier notifier) => await notifier.NotifyAsync("by a service");
}

internal sealed record RequestFacts(string ConnectionId, string RequestId, string? User, string Data, bool CanBeCancelled, bool Authenticated);

/// <summary>Every way to ask for the user.</summary>
internal static class Users
{
    [SocketHandler("test=user-id")]
    internal static string Id(string userId) => $"id {userId}";

    [SocketHandler("test=maybe-user-id")]
    internal static string MaybeId(string? userId) => $"id {userId ?? "of nobody"}";

    [SocketHandler("test=user")]
    internal static string User(ISocketUser user) => $"user {user.Id}";

    [SocketHandler("test=maybe-user")]
    internal static string MaybeUser(ISocketUser? user) => $"user {user?.Id ?? "nobody"}";

    [SocketHandler("test=socket-user")]
    internal static string SocketUser(SocketUser user) => $"socket user {user.Id}";

    [SocketHandler("test=member")]
    internal static string Member(Member member) => $"member {member.Id}, {member.Title}";

    [SocketHandler("test=maybe-member")]
    internal static string MaybeMember(Member? member) => $"member {member?.Id ?? "nobody"}";
}
