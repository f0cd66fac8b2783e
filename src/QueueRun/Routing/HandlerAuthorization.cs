using Microsoft.AspNetCore.Authorization;

namespace QueueRun.Routing;

/// <summary>
/// Decides by ASP.NET Core's authorization whether a client may call one handler. It decides for each message, because claims and a
/// policy's data may change.
/// </summary>
/// <param name="marks">The handler's authorization attributes.</param>
/// <param name="policy">
/// The attributes combined; null if they are combined for each message, because the program's policies may change.
/// </param>
/// <param name="service">The service that decides; null if each message resolves its own.</param>
/// <param name="looksAtRequest">Whether it may look at the resource of the policies, the upgrade request.</param>
internal sealed class HandlerAuthorization(Attribute[] marks, AuthorizationPolicy? policy, IAuthorizationService? service, bool looksAtRequest)
{
    /// <summary>Whether the upgrade request must last as long as the connection.</summary>
    public bool NeedsRequest => policy is null || looksAtRequest;

    /// <summary>Whether it needs a scope for each message.</summary>
    public bool NeedsScope => policy is null || service is null;

    /// <summary>
    /// Whether the sender of the message may call the handler. The resource of the policies is the upgrade request, if it lasts.
    /// </summary>
    public async ValueTask<bool> AllowsAsync(HandlerCall call)
    {
        var asked = policy ?? await CombineAsync(marks, call.Service<IAuthorizationPolicyProvider>());
        var decides = service ?? call.Service<IAuthorizationService>();
        return (await decides.AuthorizeAsync(call.Principal, call.RequestOrNull, asked)).Succeeded;
    }

    /// <summary>Combines attributes as ASP.NET Core does for an endpoint: all of them must be satisfied.</summary>
    /// <exception cref="InvalidOperationException">A named policy does not exist.</exception>
    public static async ValueTask<AuthorizationPolicy> CombineAsync(Attribute[] marks, IAuthorizationPolicyProvider policies)
    {
        var builder = new AuthorizationPolicyBuilder();
        IAuthorizeData[] data = [.. marks.OfType<IAuthorizeData>()];
        if (data.Length > 0) builder.Combine((await AuthorizationPolicy.CombineAsync(policies, data))!); // of none it would be the fallback policy
        foreach (var requirement in marks.OfType<IAuthorizationRequirementData>().SelectMany(mark => mark.GetRequirements())) builder.AddRequirements(requirement);
        return builder.Build();
    }
}
