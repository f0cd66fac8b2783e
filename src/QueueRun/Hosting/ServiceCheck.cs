using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Calls;

namespace QueueRun.Hosting;

/// <summary>
/// Checks, before the rest of the program starts, that the container has the services that handlers, hooks and jobs need. So a missing
/// service is reported at start, and not by the first message.
/// </summary>
/// <remarks>
/// It checks only the services that a method or its class asks for itself. <c>ValidateOnBuild</c> checks whether the container can build
/// them.
/// </remarks>
internal sealed class ServiceCheck(ModuleBuilder module, IServiceProvider services)
{
    // A third-party container may lack either interface. Keyed services have their own.
    private readonly IServiceProviderIsService? _plain = services.GetService<IServiceProviderIsService>();
    private readonly IServiceProviderIsKeyedService? _keyed = services.GetService<IServiceProviderIsKeyedService>();

    /// <summary>Looks for all services of all methods.</summary>
    /// <exception cref="InvalidOperationException">Services are missing: the message names all of them.</exception>
    public void Check()
    {
        // A method with several attributes is listed once.
        var missing = Methods().SelectMany(method => method.Services.Where(IsMissing).Select(service => $"  {method.Name} needs {Describe(service)}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return;

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"""
            The program cannot start: its methods need services that are not registered.
            {string.Join(Environment.NewLine, missing)}
            Register them in builder.Services. If a service may be missing, make its parameter nullable or give it a default value.
            """));
    }

    private IEnumerable<(string Name, ServiceRequest[] Services)> Methods() =>
    [
        .. module.Handlers.Select(handler => (handler.Name, handler.Services)),
        .. module.Authenticators.Select(authenticator => (authenticator.Name, authenticator.Services)),
        .. module.Connectors.Select(connector => (connector.Name, connector.Services)),
        .. module.Hooks.Values.SelectMany(hooks => hooks).Select(hook => (hook.Name, hook.Services)),
        .. module.JobTypes.Select(type => (type.Descriptor.Name, type.Descriptor.Services)),
        .. module.Schedules.Select(schedule => (schedule.Name, schedule.Services)),
    ];

    private bool IsMissing(ServiceRequest service)
        => service.IsRequired && !(service.Key is null ? _plain?.IsService(service.Type) : _keyed?.IsKeyedService(service.Type, service.Key)).GetValueOrDefault(true);

    private static string Describe(ServiceRequest service)
    {
        var name = Name(service.Type);
        if (service.Key is not null) name += string.Create(CultureInfo.InvariantCulture, $" with the key {(service.Key is string text ? $"\"{text}\"" : service.Key)}");
        return service.Type is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IQueue<>)
            ? $"{name}, and no method marked [QueueHandler] takes such jobs" : name;
    }

    /// <summary>A type as C# writes it: <c>My.IRepository&lt;My.User&gt;</c>.</summary>
    private static string Name(Type type)
    {
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";

        var text = new StringBuilder(type.DeclaringType is { } outer && !type.IsConstructedGenericType ? Name(outer) : type.Namespace);
        if (text.Length > 0) text.Append('.');
        text.Append(type.Name.Split('`')[0]);
        return type.IsConstructedGenericType ? $"{text}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>" : text.ToString();
    }
}
