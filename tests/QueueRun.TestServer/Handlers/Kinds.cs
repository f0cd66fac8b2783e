using System.Text.Json;

namespace QueueRun.TestServer;

/// <summary>What a message can be.</summary>
internal static class Kinds
{
    [SocketHandler("test=send-kind/[kind]")]
    internal static async Task Kind(string kind, ISocket socket)
    {
        byte[] bytes = [1, 2, 3, 4];
        switch (kind)
        {
            case "text": await socket.SendAsync("plain"); break;
            case "bytes": await socket.SendAsync(bytes); break;
            case "memory": await socket.SendAsync(bytes.AsMemory(1)); break;
            case "read-only memory": await socket.SendAsync((ReadOnlyMemory<byte>)bytes.AsMemory(2)); break;
            case "segment": await socket.SendAsync(new ArraySegment<byte>(bytes, 1, 2)); break;
            case "number": await socket.SendAsync(42); break;
            case "boolean": await socket.SendAsync(true); break;
            case "named": await socket.SendAsync(new Said("r", "f", "t")); break;
            case "null": await socket.SendAsync<Said?>(null); break;
            case "array": await socket.SendAsync(new[] { new Said("r", "f", "t") }); break;
            case "dictionary": await socket.SendAsync(new Dictionary<string, int> { ["one"] = 1, ["Two"] = 2 }); break;
            case "element": await socket.SendAsync(JsonDocument.Parse("""{"raw":[1,null]}""").RootElement); break;
            default: throw new SocketErrorException($"what is {kind}?");
        }
    }

    [SocketHandler("test=send-anonymous/[kind]")]
    internal static async Task Anonymous(string kind, ISocket socket)
    {
        int[] numbers = [1, 2];
        switch (kind)
        {
            case "flat": await socket.SendAsync(new { @event = "x", Count = 1, Nothing = (string?)null, When = new DateOnly(2026, 1, 2) }); break;
            case "nested": await socket.SendAsync(new { outer = new { inner = new { deep = true } } }); break;
            case "array": await socket.SendAsync(new[] { new { n = 1 }, new { n = 2 } }); break;
            case "sequence": await socket.SendAsync(numbers.Select(n => new { n, square = n * n })); break;
            case "list inside": await socket.SendAsync(new { items = numbers.Select(n => new { n }).ToList() }); break;
            case "named inside": await socket.SendAsync(new { said = new Said("r", "f", "t"), many = new List<Said> { new("a", "b", "c") } }); break;
            case "empty": await socket.SendAsync(new { }); break;
            default: throw new SocketErrorException($"what is {kind}?");
        }
    }

    /// <summary>The same send, written in other ways.</summary>
    [SocketHandler("test=send-written/[how]")]
    internal static async Task Written(string how, ISocket socket, CancellationToken token)
    {
        ISocket? maybe = how == "conditional" ? socket : null;
        switch (how)
        {
            case "named arguments": await socket.SendAsync(cancellationToken: token, message: new { how }); break;
            case "conditional": await (maybe?.SendAsync(new { how }, token) ?? default); break;
            case "chain": await socket.Connection.SendAsync(new { how }, token); break;
            case "explicit type": await socket.SendAsync<IReadOnlyList<Point>>([new(1, 2)], token); break;
            case "lambda": await Run(async () => await socket.SendAsync(new { how }, token)); break;
            default: throw new SocketErrorException($"what is {how}?");
        }

        static Task Run(Func<Task> send) => send();
    }

    [SocketHandler("test=send-counted")]
    internal static async Task<int> Counted(Letter data, ISocket socket)
    {
        var counted = new Counted();
        await socket.To(data.To).SendAsync(counted);
        return counted.Read;
    }

    [SocketHandler("test=everything")]
    internal static Everything Everything(Everything data) => data;

    [SocketHandler("test=annotated")]
    internal static AnnotatedMore Annotated(AnnotatedMore data) => data;

    [SocketHandler("test=contextual")]
    internal static Contextual Contextual(Contextual data) => data;

    [SocketHandler("test=numbers")]
    internal static int Numbers(Numbers data) => data.Values.Sum() + (data.Inner?.Value ?? 0);
}

internal sealed record Numbers(int[] Values, Inner? Inner, string? Name, Colour Colour, DateOnly Day, bool Yes);

internal sealed record Inner(int Value);

/// <summary>Counts how often it is written.</summary>
internal sealed class Counted
{
    private int _read;

    internal int Read => _read;

    public int Value => Interlocked.Increment(ref _read);
}
