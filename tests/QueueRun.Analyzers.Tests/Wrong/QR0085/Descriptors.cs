// Singletons by a descriptor, as a static call, and of an open generic type
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Extensions.DependencyInjection.ServiceDescriptor;

static class Registration
{
    internal static void Add(IServiceCollection services)
    {
        services.Add(ServiceDescriptor.{|QR0085:Singleton<Notifier, Notifier>|}());
        services.Add({|QR0085:Singleton<object, Notifier>|}());
        ServiceCollectionServiceExtensions.{|QR0085:AddSingleton<Notifier>|}(services);
        services.{|QR0085:AddSingleton|}(typeof(Of<>));
    }
}
class Notifier(ISocket socket) { public ISocket Socket => socket; }
class Of<T>(ISocket socket) { public ISocket Socket => socket; public T? Value { get; } }
