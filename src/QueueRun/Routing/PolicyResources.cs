using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>Decides whether policies may look at their resource, the upgrade request.</summary>
/// <param name="lifetimes">How services are registered.</param>
internal sealed class PolicyResources(ServiceLifetimes lifetimes)
{
    /// <summary>ASP.NET Core's requirements that look only at the user.</summary>
    private static readonly Type[] s_aboutUser =
    [
        typeof(DenyAnonymousAuthorizationRequirement), typeof(RolesAuthorizationRequirement), typeof(ClaimsAuthorizationRequirement),
        typeof(NameAuthorizationRequirement),
    ];

    /// <summary>The services that see each decision: a program's own may look at anything.</summary>
    private static readonly Type[] s_deciders =
        [typeof(IAuthorizationService), typeof(IAuthorizationHandlerProvider), typeof(IAuthorizationHandlerContextFactory), typeof(IAuthorizationEvaluator)];

    private readonly bool _isKnown = Array.TrueForAll(s_deciders, type => lifetimes.AreAllOf(type, typeof(AuthorizationPolicy).Assembly))
        && lifetimes.ImplementationsOf(typeof(IAuthorizationHandler)).All(IsAboutOthers);

    /// <summary>
    /// True if nobody looks at the resource of these requirements: they are ASP.NET Core's own, and no handler of the program is about
    /// them.
    /// </summary>
    public bool IsUnused(IEnumerable<IAuthorizationRequirement> requirements)
        => _isKnown && requirements.All(requirement => s_aboutUser.Contains(requirement.GetType()));

    /// <summary>Whether an authorization handler is not about ASP.NET Core's own requirements. Null: it is made by a factory.</summary>
    private static bool IsAboutOthers(Type? handler)
    {
        if (handler == typeof(PassThroughAuthorizationHandler)) return true; // calls requirements that are handlers themselves

        for (var type = handler; type is not null; type = type.BaseType)
        {
            if (!type.IsConstructedGenericType) continue;

            var definition = type.GetGenericTypeDefinition();
            if (definition == typeof(AuthorizationHandler<>) || definition == typeof(AuthorizationHandler<,>))
                return !Array.Exists(s_aboutUser, type.GenericTypeArguments[0].IsAssignableFrom);
        }

        return false;
    }
}
