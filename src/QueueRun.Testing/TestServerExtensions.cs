using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QueueRun.Hosting;

namespace QueueRun.Testing;

/// <summary>Connects tests with the program under test.</summary>
public static class TestServerExtensions
{
    private static readonly ConditionalWeakTable<TestServer, TestSockets> _sockets = [];

    extension(TestServer server)
    {
        /// <summary>The WebSockets of the program: <c>factory.Server.Sockets</c> of a <c>WebApplicationFactory</c>.</summary>
        /// <exception cref="InvalidOperationException">The program does not call <c>AddQueueRun</c>.</exception>
        public TestSockets Sockets
        {
            get
            {
                ArgumentNullException.ThrowIfNull(server);
                return _sockets.GetValue(server, static server => new(server));
            }
        }
    }

    /// <summary>
    /// Replaces the program's <see cref="TimeProvider"/> by a clock that stands still until the test moves it
    /// (<see cref="TestSockets.AdvanceAsync"/>).
    /// </summary>
    /// <param name="builder">The web host, in <c>factory.WithWebHostBuilder(web => web.UseVirtualTime())</c>.</param>
    /// <param name="start">The time at which the clock starts; null for now.</param>
    public static IWebHostBuilder UseVirtualTime(this IWebHostBuilder builder, DateTimeOffset? start = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureTestServices(services => services.AddVirtualTime(start));
    }

    /// <summary>Does the same for services that the test registers itself. Call it after <c>AddQueueRun</c>.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="start">The time at which the clock starts; null for now.</param>
    public static IServiceCollection AddVirtualTime(this IServiceCollection services, DateTimeOffset? start = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var time = new VirtualTime(start ?? TimeProvider.System.GetUtcNow());
        if (services.FirstOrDefault(service => service.ServiceType == typeof(ModuleBuilder))?.ImplementationInstance is ModuleBuilder module)
            time.Flows.Watch(module);
        return services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
    }
}
