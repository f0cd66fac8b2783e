using System.Runtime.CompilerServices;
using System.Text.Json;
using QueueRun;

namespace Every.Thing;

internal sealed record SignIn(string User);

internal sealed class Visits
{
    private int _count;

    public int Count => _count;

    public void Came() => Interlocked.Increment(ref _count);

    public void Disposed() => _ = this;
}

internal static class Life
{
    [OnConnect]
    internal static SocketUser Connect(HttpContext context) => context.Request.Query["user"] is [{ Length: > 0 } user] ? new(user) : null!;

    [Authenticate]
    internal static SocketUser Authenticate(SignIn data) => data.User is { Length: > 0 } user ? new(user) : null!;

    [OnOnline]
    internal static async Task OnlineAsync(string userId, Visits visits, ISocket socket)
    {
        visits.Came();
        await socket.SendAsync(new { online = userId });
    }

    [OnOffline]
    internal static void Offline(string userId, ILogger<Visits> log) => log.LogInformation("{User} has gone", userId);
}

internal static class Talk
{
    [SocketHandler]
    internal static async Task<Order> OrderAsync(Order data, ISocket socket, CancellationToken token)
    {
        await socket.SendAsync(new Page<Line>(data.Lines, 1), token);
        return data with { Number = data.Number + 1 };
    }

    [SocketHandler("[kind]/[size]/action=draw")]
    internal static Shape Draw(string kind, double size) => kind == "circle" ? new Circle(kind, size) : new Square(kind, size);

    [SocketHandler("action=forecast")]
    internal static async Task<Forecast> ForecastAsync(ISocket socket)
    {
        await socket.SendAsync(new Forecast(new(2030, 1, 1), -3));
        return new(new(2030, 1, 2), -4);
    }

    [SocketHandler("action=extras")]
#pragma warning disable QR0050 // What is there came with the message.
    internal static Extras Extras(Extras data) => data;
#pragma warning restore QR0050

    [SocketHandler("action=pages")]
    internal static Page<Page<string>> Pages(Page<int> data) => new([new(["a"], data.Next)], data.Items.Count);

    [SocketHandler("action=count/[to]", TimeoutSeconds = 2.5)]
    internal static async IAsyncEnumerable<int> CountAsync(int to, [EnumeratorCancellation] CancellationToken token)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Delay(0, token);
            yield return i;
        }
    }

    [SocketHandler]
    internal static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;

    [SocketHandler]
    internal static Page<JsonElement> Any(JsonElement data) => new([data], 0);
}
