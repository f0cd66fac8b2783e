using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace QueueRun.Redis.Chaos.Node;

/// <summary>The program that runs as three processes.</summary>
internal static class NodeProgram
{
    /// <summary>What a line of its output begins with that says where it listens.</summary>
    public const string Listening = "listening on ";

    public static async Task RunAsync(NodeArguments arguments)
    {
        using var journal = new JournalWriter(arguments.Journal);
        using var counters = new ClusterCounters(journal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss.fff "));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("QueueRun", LogLevel.Information);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(arguments);
        builder.Services.AddSingleton(journal);
        builder.Services.AddHostedService<Traffic>();
        builder.Services.AddQueueRun().AddRedis(arguments.Redis, redis =>
        {
            redis.Prefix = NodeArguments.Prefix;
            redis.LeaseTime = arguments.LeaseTime;
            redis.SendTimeout = TimeSpan.FromSeconds(1);
            redis.ConnectTimeout = TimeSpan.FromSeconds(3);
        });
        await using var app = builder.Build();
        app.MapSockets("/socket");
        app.MapGet("/members/{room}", static async (string room, ISockets sockets) => string.Join(' ', await sockets.MembersAsync(room)));
        app.MapGet("/online/{users}", static async (string users, ISockets sockets) => string.Join(' ', await sockets.OnlineAsync(users.Split(','))));
        await app.StartAsync();
        Console.WriteLine($"{Listening}{app.Urls.First()}");
        await app.WaitForShutdownAsync();
    }
}
