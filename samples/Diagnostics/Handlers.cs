using Microsoft.AspNetCore.SignalR;

namespace Diagnostics;

static class Handlers
{
    static ReadOnlyMemory<byte> s_last;

    [SocketHandler("action=hidden")]
    static string Hidden() => "private";

    [SocketHandler("action=generic")]
    internal static string Generic<T>() => typeof(T).Name;

    [SocketHandler("action=forgotten")]
    internal static async void Forgotten() => await Task.Yield();

    [SocketHandler("action=long", TimeoutSeconds = 3600)]
    internal static string TooLong() => "an hour";

    [SocketHandler("action=sleep")]
    internal static void Sleep() => Thread.Sleep(1000);

    [SocketHandler("action=slow", TimeoutSeconds = 60)]
    internal static async Task Slow() => await Task.Delay(50_000);

    [SocketHandler]
    internal static void Keep(ReadOnlyMemory<byte> data) => s_last = data;

    internal static int Kept => s_last.Length;

    [SocketHandler("action=price")]
    internal static object Price() => new { amount = 5 };
}

class Chat : Hub
{
    [SocketHandler("action=say")]
    internal string Say() => Context.ConnectionId;
}
