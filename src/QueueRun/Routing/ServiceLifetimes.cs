using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Routing;

/// <summary>Decides, once, which calls need a scope: those that ask for a service that is not a singleton.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    public bool NeedScope(IEnumerable<ServiceRequest> requests) => requests.Any(request => !IsSingleton(request));

    private bool IsSingleton(ServiceRequest request)
    {
        if (request.Type == typeof(IServiceScopeFactory)) return true;
        if (request.Type.IsConstructedGenericType && request.Type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            var element = request.Type.GenericTypeArguments[0];
            return Registrations(request with { Type = element }).All(descriptor => descriptor.Lifetime is ServiceLifetime.Singleton);
        }

        // What is not registered is resolved from a scope too: a container of its own may know it.
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
