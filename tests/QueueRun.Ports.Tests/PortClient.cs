using System.Text.Json;

namespace QueueRun.Ports.Tests;

/// <summary>One tab: it calls with references, and keeps what it receives until a test asks for it.</summary>
public sealed class PortClient(SocketClient socket) : IAsyncDisposable
{
    private readonly List<JsonElement> _received = [];
    private int _references;

    /// <summary>Sends a message with a reference, and returns the reference.</summary>
    public async Task<int> PostAsync(object message)
    {
        var json = JsonSerializer.SerializeToNode(message)!.AsObject();
        json["#"] = ++_references;
        await socket.SendAsync(json.ToJsonString());
        return _references;
    }

    /// <summary>Sends a message without a reference.</summary>
    public Task SendAsync(object message) => socket.SendJsonAsync(message);

    /// <summary>Calls, and returns the result.</summary>
    public async Task<JsonElement> CallAsync(object message) => Result(await AnswerAsync(await PostAsync(message)));

    /// <summary>Calls, and returns the error.</summary>
    public async Task<string> FailAsync(object message) => Error(await AnswerAsync(await PostAsync(message)));

    /// <summary>The answer of a call; its items stay.</summary>
    public Task<JsonElement> AnswerAsync(int reference)
        => NextAsync(message => IsOf(message, reference) && !message.TryGetProperty("item", out _), $"the answer to {reference}");

    /// <summary>The next item of a stream.</summary>
    public async Task<JsonElement> ItemAsync(int reference)
    {
        var message = await NextAsync(message => IsOf(message, reference), $"an item of {reference}");
        Assert.True(message.TryGetProperty("item", out var item), $"Expected an item, received {message}.");
        return item;
    }

    /// <summary>The next event of this name.</summary>
    public Task<JsonElement> EventAsync(string name) => NextAsync(message => IsEvent(message, name), name);

    /// <summary>All events of these names that were sent to this tab so far and are not asked for yet, in their order.</summary>
    public async Task<List<JsonElement>> EventsAsync(params string[] names)
    {
        await CallAsync(new { });     // a ping: what was sent earlier arrives earlier
        var found = _received.FindAll(IsWanted);
        _received.RemoveAll(IsWanted);
        return found;

        bool IsWanted(JsonElement message) => names.Any(name => IsEvent(message, name));
    }

    /// <summary>The items of a stream that were sent so far and are not asked for yet.</summary>
    public async Task<int> CountItemsAsync(int reference)
    {
        await CallAsync(new { });
        return _received.RemoveAll(message => IsOf(message, reference));
    }

    public static JsonElement Result(JsonElement answer)
        => answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"Expected a result, received {answer}.");

    public static string Error(JsonElement answer)
        => answer.TryGetProperty("error", out var error) ? error.GetString()! : throw new InvalidOperationException($"Expected an error, received {answer}.");

    /// <summary>The connection is lost, without a close frame.</summary>
    public void Abort() => socket.Abort();

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async Task<JsonElement> NextAsync(Func<JsonElement, bool> fits, string what)
    {
        for (var i = 0; ; i++)
        {
            if (i == _received.Count)
            {
                var received = await socket.ReceiveOrCloseAsync();
                _received.Add(received?.Json ?? throw new InvalidOperationException($"Expected {what}, but the server closed: {socket.Closed}"));
            }
            var message = _received[i];
            if (!fits(message)) continue;
            _received.RemoveAt(i);
            return message;
        }
    }

    private static bool IsOf(JsonElement message, int reference) => message.TryGetProperty("#", out var found) && found.GetInt32() == reference;

    private static bool IsEvent(JsonElement message, string name) => message.TryGetProperty("event", out var found) && found.GetString() == name;
}
