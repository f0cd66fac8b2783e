using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using QueueRun.Diagnostics;

namespace QueueRun.Connections;

/// <summary>What a connection keeps of its upgrade request.</summary>
/// <param name="Principal">The principal that ASP.NET Core has authenticated; null if it has authenticated none.</param>
/// <param name="Span">The link to the request's span; null if it has none, or if it can be asked for later.</param>
/// <param name="Lasting">The request, if it lasts as long as the connection; otherwise null.</param>
internal readonly record struct UpgradeRequest(ClaimsPrincipal? Principal, ActivityLink[]? Span, HttpContext? Lasting)
{
    /// <summary>Of a request that lasts as long as the connection.</summary>
    public static UpgradeRequest ThatLasts(HttpContext context) => new(PrincipalOf(context), null, context);

    /// <summary>Of a request that ends now. Its span is kept only if somebody listens to the spans of messages.</summary>
    public static UpgradeRequest ThatEnds(HttpContext context)
        => new(PrincipalOf(context), QueueRunTracing.IsOn ? SpanOf(context) : null, null);

    /// <summary>The link to a request's span; null if it has none.</summary>
    public static ActivityLink[]? SpanOf(HttpContext context)
        => context.Features.Get<IHttpActivityFeature>()?.Activity is { } span ? [new(span.Context)] : null;

    // HttpContext.User would create an empty principal here; the feature does not.
    private static ClaimsPrincipal? PrincipalOf(HttpContext context) => context.Features.Get<IHttpAuthenticationFeature>()?.User;
}
