using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>The first message: a user's name, an empty name for an anonymous connection, null to try again, or trouble.</summary>
public sealed record SignIn(string? User, bool Trouble);

/// <summary>A message with a member that only a number fits.</summary>
public sealed record Numbered(int Number);

/// <summary>A job, with its result.</summary>
public sealed record Errand(string What);

/// <summary>The observed program.</summary>
internal static class Program
{
    [OnConnect]
    internal static void Connect(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("reject")) throw new SocketRejectedException(418, "not today");
        if (context.Request.Query.ContainsKey("break")) throw new InvalidOperationException("The connector is broken.");
    }

    [Authenticate]
    internal static async Task<SocketUser?> Authenticate(SignIn data, Gates gates)
    {
        if (data.User == "held") await gates.WaitAsync("authenticate");
        if (data.Trouble) throw new InvalidOperationException("Trouble.");
        return data.User is { } user ? new(user) : null;
    }

    [OnOnline]
    internal static Task Online(string userId, Seen seen, Gates gates)
    {
        seen.Activities["online " + userId] = Activity.Current?.Id;
        if (userId.StartsWith("angry", StringComparison.Ordinal)) throw new InvalidOperationException("Angry.");
        return userId == "slow" ? gates.WaitAsync("online") : Task.CompletedTask;
    }

    [OnOffline]
    internal static void Offline(string userId, Seen seen) => seen.Activities["offline " + userId] = Activity.Current?.Id;

    [SocketHandler("do=echo")]
    internal static JsonElement Echo(JsonElement data) => data;

    [SocketHandler("do=activity")]
    internal static async Task<string> CurrentAsync()
    {
        await Task.Yield();
        return Activity.Current?.Id ?? "none";
    }

    [SocketHandler("do=connection")]
    internal static string Connection(SocketRequest request) => request.ConnectionId;

    [SocketHandler("do=told")]
    internal static void Told() => throw new SocketErrorException("you were told");

    [SocketHandler("do=fail")]
    internal static void Fail() => throw new InvalidOperationException("a secret of the payload");

    [SocketHandler("do=number")]
    internal static int Number([FromMessage] Numbered data) => data.Number;

    [SocketHandler("do=user")]
    internal static string User(string userId) => userId;

    [SocketHandler("do=wait", TimeoutSeconds = 10)]
    internal static async Task<string> WaitAsync(Gates gates, Seen seen, CancellationToken token)
    {
        seen.Waiting.Release();
        await gates.WaitAsync("wait", token);
        return "waited";
    }

    [SocketHandler("do=stay")]
    internal static async Task StayAsync(Gates gates, Seen seen)
    {
        seen.Waiting.Release();
        await gates.WaitAsync("stay", CancellationToken.None);
    }

    [SocketHandler("do=close")]
    internal static ValueTask CloseAsync(ISocket socket) => socket.CloseAsync((WebSocketCloseStatus)4001, "bye");

    [SocketHandler("[to]/do=send")]
    internal static async Task<int> SendAsync(string[] to, ISocket socket)
        => (await socket.To(to).SendAsync(new { hello = "you" })).Recipients;

    [SocketHandler("[size]/do=bytes")]
    internal static async Task BytesAsync(int size, ISocket socket) => await socket.Connection.SendAsync(new byte[size]);

    [SocketHandler("[what]/do=push")]
    internal static async Task<string> PushAsync(string what, IQueue<Errand> queue)
    {
        try
        {
            return await queue.PushAsync(new(what));
        }
        catch (QueueFullException)
        {
            return "full";
        }
    }

    [QueueHandler("errands", TimeoutSeconds = 60)]
    internal static async Task RunErrandAsync(Errand job, Gates gates, Seen seen, CancellationToken token)
    {
        seen.Activities["errand " + job.What] = Activity.Current?.Id;
        switch (job.What)
        {
            case "fail":
                throw new InvalidOperationException("a secret of the job");
            case "wait":
                seen.Waiting.Release();
                await gates.WaitAsync("wait", token);
                break;
        }
    }

    [SocketHandler]
    internal static void Text(string data) => _ = data;

    [SocketHandler]
    internal static void Binary(byte[] data) => _ = data;
}

/// <summary>The handlers' and hooks' reports to the tests.</summary>
internal sealed class Seen
{
    public System.Collections.Concurrent.ConcurrentDictionary<string, string?> Activities { get; } = new();

    /// <summary>Released by each waiting handler.</summary>
    public SemaphoreSlim Waiting { get; } = new(0);
}
