using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>Looks up, once at start, the policies that <c>[Authorize]</c> on handlers names.</summary>
/// <param name="handlers">All handlers.</param>
/// <param name="services">The program's services.</param>
/// <param name="lifetimes">How long services live.</param>
internal sealed class HandlerPolicies(IReadOnlyList<HandlerDescriptor> handlers, IServiceProvider services, ServiceLifetimes lifetimes)
{
    /// <summary>The services that ASP.NET Core's authorization consists of, and that a program may replace or add.</summary>
    private static readonly Type[] s_parts =
    [
        typeof(IAuthorizationService), typeof(IAuthorizationHandlerProvider), typeof(IAuthorizationHandlerContextFactory),
        typeof(IAuthorizationEvaluator), typeof(IAuthorizationHandler),
    ];

    private readonly Dictionary<HandlerDescriptor, HandlerAuthorization> _authorizations = [];

    /// <summary>Looks up the policies of all handlers with authorization attributes.</summary>
    /// <exception cref="InvalidOperationException">
    /// Authorization is not set up, or policies are missing: the message names all of them.
    /// </exception>
    public async Task LoadAsync()
    {
        HandlerDescriptor[] marked = [.. handlers.Where(handler => handler.Authorization.Length > 0)];
        if (marked.Length == 0) return;

        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<IAuthorizationPolicyProvider>() is not { } policies)
        {
            throw new InvalidOperationException(
                $"The program cannot start: {marked[0].Name} is marked [Authorize], but authorization is not set up. Call builder.Services.AddAuthorization().");
        }

        await RefuseUnknownAsync(marked, policies);
        var resources = new PolicyResources(lifetimes);
        var service = CanBeKept() ? services.GetRequiredService<IAuthorizationService>() : null;
        foreach (var handler in marked)
        {
            var policy = await HandlerAuthorization.CombineAsync(handler.Authorization, policies);
            var looksAtRequest = !resources.IsUnused(policy.Requirements);
            _authorizations[handler] = new(handler.Authorization, policies.AllowsCachingPolicies ? policy : null, service, looksAtRequest);
        }
    }

    /// <summary>The authorization of a handler; null if every client may call it.</summary>
    /// <exception cref="InvalidOperationException">The policies are not looked up yet.</exception>
    public HandlerAuthorization? Of(HandlerDescriptor handler)
    {
        if (handler.Authorization.Length == 0) return null;
        return _authorizations.TryGetValue(handler, out var authorization) ? authorization
            : throw new InvalidOperationException($"The policies of {handler.Name} are looked up when the program starts, and it has not started yet.");
    }

    private static async Task RefuseUnknownAsync(HandlerDescriptor[] marked, IAuthorizationPolicyProvider policies)
    {
        List<string> unknown = [];
        foreach (var handler in marked)
        {
            foreach (var name in handler.Authorization.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Where(name => name.Trim().Length > 0))
            {
                if (await policies.GetPolicyAsync(name) is null) unknown.Add($"  {handler.Name} names the policy \"{name}\"");
            }
        }

        if (unknown.Count == 0) return;
        throw new InvalidOperationException($"""
            The program cannot start: [Authorize] names policies that do not exist.
            {string.Join(Environment.NewLine, unknown.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}
            Add them with builder.Services.AddAuthorization(options => options.AddPolicy(…)), or correct their names.
            """);
    }

    /// <summary>
    /// Whether one service can decide for all messages: all parts that the program adds to ASP.NET Core's are singletons.
    /// </summary>
    private bool CanBeKept() => Array.TrueForAll(s_parts, part => lifetimes.CanBeKept(part, typeof(AuthorizationPolicy).Assembly));
}
