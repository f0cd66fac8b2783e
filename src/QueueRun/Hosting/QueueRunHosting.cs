using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Jobs;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>What the emitted <c>AddQueueRun</c> calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QueueRunHosting
{
    /// <summary>
    /// Adds QueueRun with the handlers of a module and of every module that it references. A second call adds its module and its
    /// settings to the first.
    /// </summary>
    public static QueueRunBuilder AddQueueRun(IServiceCollection services, QueueRunModule module, Action<QueueRunOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(module);

        var known = services.FirstOrDefault(service => service.ServiceType == typeof(ModuleBuilder))?.ImplementationInstance as ModuleBuilder;
        if (known is null)
        {
            known = new();
            services.AddSingleton(known);
            AddServices(services);
        }

        known.Add(module);
        foreach (var type in known.JobTypes) type.AddQueue(services);
        if (configure is not null) services.Configure(configure);
        return new(services);
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddMetrics();
        services.TryAddSingleton(static _ => DistributedContextPropagator.Current); // a web host's own comes first
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<QueueRunOptions>().Configure<IServiceProvider>(Configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QueueRunOptions>, OptionRules>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<QueueRunOptions>>().Value);

        services.AddSingleton(new ServiceLifetimes(services));
        services.AddSingleton<QueueRunMetrics>();
        services.AddSingleton<QueueRunGauges>();
        services.AddSingleton<HandlerTable>();
        services.AddSingleton<WaitingRoom>();
        services.AddSingleton<MessageEncoding>();
        services.AddSingleton<SocketServices>();
        services.AddSingleton<ConnectionSettings>();
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<PresenceTracker>();
        services.AddSingleton<IUserListener>(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddSingleton<IUserDirectory, LocalUserDirectory>();
        services.AddSingleton(provider => new PresenceHooks(
            provider.GetRequiredService<ModuleBuilder>(),
            provider.GetRequiredService<ServiceLifetimes>(),
            provider.GetRequiredService<SocketServices>, // asked for late: it needs the directory, which needs the hooks
            provider,
            provider.GetRequiredService<QueueRunOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<QueueRunMetrics>(),
            provider.GetRequiredService<ILogger<PresenceHooks>>()));
        services.AddSingleton(provider => new ConversationServices(
            provider.GetRequiredService<HandlerTable>(),
            provider.GetRequiredService<WaitingRoom>(),
            provider.GetRequiredService<SocketServices>(),
            provider.GetRequiredService<QueueRunOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider,
            provider.GetRequiredService<ILogger<Conversation>>(),
            provider.GetRequiredService<DistributedContextPropagator>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        AddJobs(services); // started before sockets, and stopped after them: handlers and hooks may push until they have ended
        services.AddSingleton<SocketEndpoint>();
        services.AddHostedService<SocketHost>();

        services.AddSingleton<ISockets>(provider => new Socket(provider.GetRequiredService<SocketServices>(), NoContext.Instance));
        services.AddScoped(provider => new ScopeContext(
            provider, provider.GetRequiredService<IHttpContextAccessor>(), provider.GetRequiredService<QueueRunOptions>()));
        services.AddScoped<ISocket>(provider => new Socket(
            provider.GetRequiredService<SocketServices>(), provider.GetRequiredService<ScopeContext>()));
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<IJobStore, MemoryJobStore>();
        services.AddSingleton<JobTable>();
        services.AddSingleton<JobPusher>();
        services.AddSingleton<Scheduler>();
        services.AddSingleton(provider => new JobServices(
            provider.GetRequiredService<SocketServices>(),
            provider,
            provider.GetRequiredService<QueueRunOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<QueueRunMetrics>()));
        services.AddSingleton<JobRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        services.AddSingleton<IQueueAdmin, QueueAdmin>();
        services.AddSingleton<IQueues>(provider => new Queues(provider.GetRequiredService<JobPusher>(), provider.GetRequiredService<JobTable>()));
    }

    private static void Configure(QueueRunOptions options, IServiceProvider provider)
    {
        options.DetailedErrors = provider.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
        if (provider.GetService<IConfiguration>() is { } configuration)
            OptionRules.Bind(options, configuration.GetSection(OptionRules.Section));
    }
}
