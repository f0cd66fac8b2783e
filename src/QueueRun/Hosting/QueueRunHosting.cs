using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Jobs;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>Registers QueueRun's services. Called by the emitted <c>AddQueueRun</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QueueRunHosting
{
    /// <summary>
    /// Adds QueueRun with the handlers of a module and of every module that it references. A second call adds its module and
    /// settings to those of the first.
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
        // The first of all, so that a program that sets the defaults of Kestrel's endpoints replaces this, and is not replaced by it.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
            new ConfigureOptions<KestrelServerOptions>(static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.UseDetachableSockets()))));
        services.AddHttpContextAccessor();
        services.AddMetrics();
        services.TryAddSingleton(static _ => DistributedContextPropagator.Current); // if the web host has registered none
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<QueueRunOptions>().Configure<IServiceProvider>(Configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QueueRunOptions>, OptionRules>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<QueueRunOptions>>().Value);

        services.AddSingleton<ServiceCheck>();
        services.AddSingleton<EndpointNames>();
        services.AddHostedService<StartChecks>(); // starts before QueueRun's other services
        services.AddSingleton(new ServiceLifetimes(services));
        services.AddSingleton<QueueRunMetrics>();
        services.AddSingleton<QueueRunGauges>();
        services.AddSingleton(provider => new HandlerPolicies(Module(provider).Handlers, provider, provider.GetRequiredService<ServiceLifetimes>()));
        services.AddSingleton(provider => new MessageValidators(Module(provider).Handlers, provider, provider.GetRequiredService<MessageEncoding>()));
        services.AddSingleton<HandlerGuards>();
        services.AddSingleton(provider => new HandlerTables(Module(provider).Handlers, handlers => new(
            handlers, Module(provider).Authenticators, provider.GetRequiredService<ServiceLifetimes>(),
            provider.GetRequiredService<QueueRunOptions>(), provider.GetRequiredService<HandlerGuards>())));
        services.AddSingleton<WaitingRoom>();
        services.AddSingleton(provider => new MessageEncoding(Module(provider).Messages, provider.GetRequiredService<QueueRunOptions>()));
        services.AddSingleton(provider => new UserJson(
            Module(provider).UserTypes.Values, provider.GetRequiredService<MessageEncoding>(), provider.GetRequiredService<ILogger<UserJson>>()));
        services.AddSingleton<SocketServices>();
        services.AddSingleton<ConnectionSettings>();
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<RoomTable>();
        services.AddSingleton(provider => new PresenceTracker(
            provider.GetRequiredService<PresenceHooks>(), provider.GetRequiredService<IUserDirectory>)); // resolved later: it needs this object
        services.AddSingleton<IUserListener>(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddSingleton<IUserDirectory, LocalUserDirectory>();
        services.AddSingleton(provider => new PresenceHooks(
            Module(provider).Hooks,
            provider.GetRequiredService<ServiceLifetimes>(),
            provider.GetRequiredService<SocketServices>, // resolved later: it needs the directory, which needs the hooks
            provider,
            provider.GetRequiredService<QueueRunOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<QueueRunMetrics>(),
            provider.GetRequiredService<ILogger<PresenceHooks>>()));
        services.AddSingleton(provider => new ConversationServices(
            provider.GetRequiredService<HandlerTables>().Unnamed,
            provider.GetRequiredService<WaitingRoom>(),
            provider.GetRequiredService<SocketServices>(),
            provider.GetRequiredService<QueueRunOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider,
            provider.GetRequiredService<ILogger<Conversation>>(),
            provider.GetRequiredService<DistributedContextPropagator>()));
        AddJobs(services); // before SocketHost: jobs start first and stop last, so that handlers and hooks may push until they have ended
        services.AddSingleton<UpgradePlaces>();
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<BlockedThreads>();
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
        services.AddSingleton(provider => new JobTable(
            Module(provider).JobTypes, Module(provider).Schedules,
            provider.GetRequiredService<ServiceLifetimes>(), provider.GetRequiredService<QueueRunOptions>()));
        services.AddSingleton<JobPusher>();
        services.AddSingleton(provider => new Scheduler(
            Module(provider).Schedules, provider.GetRequiredService<IJobStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JobRunner>>()));
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

    private static ModuleBuilder Module(IServiceProvider provider) => provider.GetRequiredService<ModuleBuilder>();

    private static void Configure(QueueRunOptions options, IServiceProvider provider)
    {
        options.DetailedErrors = provider.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
        if (provider.GetService<IConfiguration>() is { } configuration)
            OptionRules.Bind(options, configuration.GetSection(OptionRules.Section));
    }
}
