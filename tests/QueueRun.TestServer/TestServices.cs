using System.Threading.Channels;
using Microsoft.AspNetCore.Authorization;

namespace QueueRun.TestServer;

internal static class TestServices
{
    public static void AddTestServices(this IServiceCollection services)
    {
        services.AddSingleton<Once>();
        services.AddScoped<EachMessage>();
        services.AddScoped<Notifier>();
        services.AddScoped<Broken>();
        services.AddScoped<IAuthorizationHandler, LateAuthorization>();
        services.AddAuthorization(options =>
        {
            options.AddPolicy("adult", policy => policy.RequireClaim("adult"));
            options.AddPolicy("late", policy => policy.AddRequirements(new LateRequirement()));
        });
        services.AddScoped<Thrower>();
        services.AddSingleton<IGreeter, Greeter>();
        services.AddKeyedSingleton<IGreeter>("polite", new Greeter("Good day"));
        services.AddSingleton<BackgroundSender>();
        services.AddHostedService(static provider => provider.GetRequiredService<BackgroundSender>());
    }
}

/// <summary>A service that cannot be built.</summary>
internal sealed class Broken
{
    public Broken() => throw new InvalidOperationException("Broken.");
}

/// <summary>A singleton that says which instance it is.</summary>
internal sealed class Once
{
    private static int _instances;

    public int Number { get; } = Interlocked.Increment(ref _instances);
}

/// <summary>A scoped service that says which instance it is, and tells when it is disposed.</summary>
internal sealed class EachMessage(Tests.Journal journal) : IDisposable
{
    private static int _instances;

    public int Number { get; } = Interlocked.Increment(ref _instances);

    public string? Key { get; set; }

    public void Dispose()
    {
        if (Key is not null) journal.Add(Key, $"scope {Number} disposed");
    }
}

/// <summary>A service of the application's own that sends: its <see cref="ISocket"/> is the one of the scope.</summary>
internal sealed class Notifier(ISocket socket)
{
    public ValueTask<SendResult> NotifyAsync(string text) => socket.SendAsync(new { notified = text });
}

internal interface IGreeter
{
    string Greet(string name);
}

internal sealed class Greeter(string greeting) : IGreeter
{
    public Greeter() : this("Hello")
    {
    }

    public string Greet(string name) => $"{greeting}, {name}";
}

/// <summary>A service that nobody registers.</summary>
internal interface IMissing;

/// <summary>Sends what it is told to, from outside of any request.</summary>
internal sealed class BackgroundSender(ISockets sockets) : BackgroundService
{
    private readonly Channel<(string UserId, string Text)> _orders = Channel.CreateUnbounded<(string, string)>();

    public void Order(string userId, string text) => _orders.Writer.TryWrite((userId, text));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (userId, text) in _orders.Reader.ReadAllAsync(stoppingToken))
            await sockets.To(userId).SendAsync(new { background = text }, stoppingToken);
    }
}
