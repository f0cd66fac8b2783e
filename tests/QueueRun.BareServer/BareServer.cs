using QueueRun.Tests;

namespace QueueRun.Bare;

/// <summary>A program with only two handlers: no default handler of any kind, and no authentication.</summary>
public static class BareServer
{
    public static async Task Main(string[] args)
    {
        await using var app = Build(args);
        await app.RunAndTellAsync();
    }

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddControls();
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapControls();
        app.MapSockets("/socket");
        app.MapSockets("/second");
        return app;
    }
}

internal static class Handlers
{
    [SocketHandler("test=echo/[text]")]
    internal static string Echo(string text) => text;

    [SocketHandler("test=who")]
    internal static string Who(string? userId, ISocketUser? user) => userId is null && user is null ? "nobody" : "somebody";

#pragma warning disable QR0008 // Never reached, as nobody signs in: that is what is tested.
    [SocketHandler("test=members-only")]
    internal static string MembersOnly(string userId) => userId;
#pragma warning restore QR0008

    [SocketHandler("test=numbers")]
    internal static int Sum(Numbers data) => data.Values.Sum();

    /// <summary>Without a user, a send goes to the connection.</summary>
    [SocketHandler("test=send")]
    internal static async Task Send(ISocket socket)
    {
        var result = await socket.SendAsync(new { sent = "here" });
        await socket.SendAsync(new { result.Recipients, result.Offline.Count });
    }
}

internal sealed record Numbers(int[] Values);
