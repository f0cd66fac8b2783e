// Singletons that need no current user, scoped services with an ISocket, what is made elsewhere, and methods that only sound alike
using Microsoft.Extensions.DependencyInjection;

static class Registration
{
    internal static void Add(IServiceCollection services, Notifier made)
    {
        services.AddSingleton<Clock>();
        services.AddScoped<Notifier>();
        services.AddTransient<Notifier>();
        services.AddSingleton(made);
        services.AddSingleton(typeof(Notifier), made);
        services.AddSingleton<object>(provider => provider.CreateScope().ServiceProvider.GetRequiredService<Notifier>());
        services.AddSingleton(TimeProvider.System);
        Own.AddSingleton<Notifier>();
    }
}
class Clock(ISockets sockets, IQueues queues) { public object What => (sockets, queues); }
class Notifier(ISocket socket) { public ISocket Socket => socket; }
static class Own { internal static void AddSingleton<T>() => Console.WriteLine(typeof(T)); }
