using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Calls;

/// <summary>Decides, once, which calls need a scope: those that need a service that is not a singleton.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    public bool NeedScope(IEnumerable<ServiceRequest> requests) => requests.Any(request => !IsSingleton(request));

    /// <summary>
    /// Whether all services of a type can be resolved once and kept: each is a singleton, or comes from the given library.
    /// </summary>
    public bool CanBeKept(Type type, Assembly library)
        => Registrations(new(type)).All(descriptor => descriptor.Lifetime is ServiceLifetime.Singleton || descriptor.ImplementationType?.Assembly == library);

    /// <summary>Whether all registrations of a type come from the given library.</summary>
    public bool AreAllOf(Type type, Assembly library) => ImplementationsOf(type).All(implementation => implementation?.Assembly == library);

    /// <summary>The types that are registered for a type; null for one that a factory makes.</summary>
    public IEnumerable<Type?> ImplementationsOf(Type type)
        => Registrations(new(type)).Select(descriptor => descriptor.ImplementationType ?? descriptor.ImplementationInstance?.GetType());

    private bool IsSingleton(ServiceRequest request)
    {
        if (request.Type == typeof(IServiceScopeFactory)) return true;
        if (request.Type.IsConstructedGenericType && request.Type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            var element = request.Type.GenericTypeArguments[0];
            return Registrations(request with { Type = element }).All(descriptor => descriptor.Lifetime is ServiceLifetime.Singleton);
        }

        // A service without a registration is resolved from a scope too: another container may provide it.
        return Registrations(request).LastOrDefault() is { Lifetime: ServiceLifetime.Singleton };
    }

    private IEnumerable<ServiceDescriptor> Registrations(ServiceRequest request)
    {
        var exact = services.Where(descriptor => descriptor.ServiceType == request.Type && HasKey(descriptor, request.Key));
        if (!request.Type.IsConstructedGenericType) return exact;

        var definition = request.Type.GetGenericTypeDefinition();
        return services.Where(descriptor => descriptor.ServiceType == definition && HasKey(descriptor, request.Key)).Concat(exact);
    }

    private static bool HasKey(ServiceDescriptor descriptor, object? key)
        => key is null ? !descriptor.IsKeyedService : descriptor.IsKeyedService && (Equals(descriptor.ServiceKey, key) || descriptor.ServiceKey == KeyedService.AnyKey);
}
