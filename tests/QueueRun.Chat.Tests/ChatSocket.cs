using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.Chat.Tests;

/// <summary>A client of the sample without a page, which may send messages that no page sends.</summary>
internal sealed class ChatSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _lastReference;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How the server closed the connection.</summary>
    public (int? Code, string? Reason) Closed => ((int?)_socket.CloseStatus, _socket.CloseStatusDescription);

    /// <summary>A page's token, which signs in one tab.</summary>
    public static async Task<string> TokenAsync(Uri chat, string name)
    {
        using var http = new HttpClient { BaseAddress = chat };
        using var response = await http.PostAsJsonAsync("session", new { name, stay = false }, Token);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("token").GetString()!;
    }

    public static Task<ChatSocket> ConnectAsync(ChatProgram chat, CookieContainer? cookies = null) => ConnectAsync(chat.Address, cookies);

    public static Task<ChatSocket> SignedInAsync(ChatProgram chat, string name) => SignedInAsync(chat.Address, name);

    public static async Task<ChatSocket> ConnectAsync(Uri chat, CookieContainer? cookies = null)
    {
        var socket = new ChatSocket();
        socket._socket.Options.Cookies = cookies;
        await socket._socket.ConnectAsync(new UriBuilder(chat) { Scheme = "ws", Path = "/socket" }.Uri, Token);
        return socket;
    }

    public static async Task<ChatSocket> SignedInAsync(Uri chat, string name)
    {
        var socket = await ConnectAsync(chat);
        await socket.SendAsync(new { token = await TokenAsync(chat, name) });
        await socket.ReceiveAsync("welcome");
        return socket;
    }

    public async Task SendAsync<T>(T message)
        => await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, Token);

    public async Task SendAsync(byte[] message) => await _socket.SendAsync(message, WebSocketMessageType.Binary, true, Token);

    /// <summary>Sends a message with a reference. Returns the result; an error fails the test. Events meanwhile are skipped.</summary>
    public async Task<JsonElement> DoAsync(object message) => (await DoAllAsync(message))[^1].GetProperty("result");

    /// <summary>Sends a message with a reference. Returns what came until its answer, which is the last; an error fails the test.</summary>
    public async Task<List<JsonElement>> DoAllAsync(object message)
    {
        var received = await ReceiveUntilAnswerAsync(await AskAsync(message));
        Assert.False(received[^1].TryGetProperty("error", out var error), error.ToString());
        return received;
    }

    /// <summary>Sends a message with a reference, which it returns.</summary>
    public async Task<int> AskAsync(object message)
    {
        var json = JsonSerializer.SerializeToNode(message)!.AsObject();
        json["#"] = ++_lastReference;
        await SendAsync(json);
        return _lastReference;
    }

    /// <summary>The next part of the answer with this reference, which is a stream.</summary>
    public async Task<JsonElement> ReceiveItemAsync(int reference)
    {
        while (await NextAsync() is { } message)
        {
            if (message.TryGetProperty("#", out var found) && found.GetInt32() == reference)
                return message.GetProperty("item");
        }
        throw new InvalidOperationException($"Closed with {Closed}, instead of an item.");
    }

    /// <summary>What comes until the answer with this reference, which is the last, and may be an error.</summary>
    public async Task<List<JsonElement>> ReceiveUntilAnswerAsync(int reference)
    {
        List<JsonElement> received = [];
        while (await NextAsync() is { } message)
        {
            received.Add(message);
            if (message.TryGetProperty("#", out var found) && found.GetInt32() == reference && !message.TryGetProperty("item", out _))
                return received;
        }
        throw new InvalidOperationException($"Closed with {Closed}, instead of an answer.");
    }

    /// <summary>The next event of this name; an error fails the test.</summary>
    public async Task<JsonElement> ReceiveAsync(string name)
    {
        while (await NextAsync() is { } message)
        {
            if (message.TryGetProperty("event", out var found) && found.GetString() == name)
                return message;
            Assert.False(message.TryGetProperty("error", out var error), error.ToString());
        }
        throw new InvalidOperationException($"Closed with {Closed}, instead of {name}.");
    }

    /// <summary>All events up to the next one of this name; an error fails the test.</summary>
    public async Task<List<JsonElement>> ReceiveAllAsync(string until)
    {
        List<JsonElement> events = [];
        while (await NextAsync() is { } message)
        {
            Assert.False(message.TryGetProperty("error", out var error), error.ToString());
            events.Add(message);
            if (message.GetProperty("event").GetString() == until)
                return events;
        }
        throw new InvalidOperationException($"Closed with {Closed}, instead of {until}.");
    }

    /// <summary>The next error, which must come before the connection is closed.</summary>
    public async Task<string> ErrorAsync()
    {
        while (await NextAsync() is { } message)
        {
            if (message.TryGetProperty("error", out var error))
                return error.GetString()!;
        }
        throw new InvalidOperationException($"Closed with {Closed}, instead of an error.");
    }

    /// <summary>Receives until the server closes. Returns the code and the reason.</summary>
    public async Task<(int? Code, string? Reason)> CloseAsync()
    {
        while (await NextAsync() is not null) { }
        return Closed;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The next text message; null at the end. Pictures are skipped.</summary>
    private async Task<JsonElement?> NextAsync()
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), Token).AsTask().WaitAsync(Patience.Limit, Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.MessageType == WebSocketMessageType.Text)
                return JsonElement.Parse(Encoding.UTF8.GetString(_buffer, 0, length));
        }
    }
}
