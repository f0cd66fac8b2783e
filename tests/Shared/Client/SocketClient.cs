using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace QueueRun.Tests;

/// <summary>A message that a client received.</summary>
public sealed record ReceivedMessage(WebSocketMessageType Type, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonElement.Parse(Bytes);

    public override string ToString() => Type is WebSocketMessageType.Text ? Text : $"{Type} {Convert.ToHexString(Bytes)}";
}

/// <summary>One device: a real client that reads only when a test says so, and never waits longer than <see cref="Patience"/>.</summary>
public sealed class SocketClient(WebSocket socket) : IAsyncDisposable
{
    private int _barriers;

    /// <summary>What the server sent with its close frame.</summary>
    public string Closed => $"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd();

    /// <summary>The subprotocol that the server has agreed to, or null.</summary>
    public string? SubProtocol => socket.SubProtocol;

    public static async Task<SocketClient> ConnectAsync(Uri address, params IEnumerable<string> subProtocols)
    {
        var socket = new ClientWebSocket();
        foreach (var offered in subProtocols) socket.Options.AddSubProtocol(offered);
        try
        {
            await socket.ConnectAsync(address, CancellationToken.None).WithinLimitAsync("the connection");
            return new SocketClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a text frame.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends a binary frame.</summary>
    public Task SendAsync(byte[] bytes) => SendAsync(bytes, WebSocketMessageType.Binary);

    /// <summary>Sends a JSON message, property names as they are written.</summary>
    public Task SendJsonAsync(object message) => SendAsync(JsonSerializer.Serialize(message));

    /// <summary>Receives a message; fails on a close.</summary>
    public async Task<ReceivedMessage> ReceiveAsync()
        => await ReceiveOrCloseAsync() ?? throw new InvalidOperationException($"Expected a message, but the server closed: {Closed}");

    /// <summary>Receives a message, or null where the server closes.</summary>
    public Task<ReceivedMessage?> ReceiveOrCloseAsync() => ReceiveCoreAsync().WithinLimitAsync("a message");

    /// <summary>The next message is exactly this text.</summary>
    public async Task ExpectTextAsync(string expected)
    {
        var message = await ReceiveAsync();
        Assert.Equal((WebSocketMessageType.Text, expected), (message.Type, message.Text));
    }

    /// <summary>The next message is binary, with exactly these bytes.</summary>
    public async Task ExpectBytesAsync(params byte[] expected)
    {
        var message = await ReceiveAsync();
        Assert.Equal((WebSocketMessageType.Binary, Convert.ToHexString(expected)), (message.Type, Convert.ToHexString(message.Bytes)));
    }

    /// <summary>The next message is this JSON, whatever the order of its properties.</summary>
    public async Task ExpectJsonAsync(object expected)
    {
        var message = await ReceiveAsync();
        var json = JsonSerializer.Serialize(expected);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), message.Json), $"Expected {json}, received {message}.");
    }

    /// <summary>The next message is an error, as every client hears it.</summary>
    public Task ExpectErrorAsync(string expected) => ExpectTextAsync($$"""{"error":"{{JsonEncodedText.Encode(expected, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");

    /// <summary>The next message is an error; its text.</summary>
    public async Task<string> ExpectErrorAsync()
    {
        var message = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        var property = Assert.Single(message.Json.EnumerateObject());
        Assert.Equal("error", property.Name);
        return property.Value.GetString()!;
    }

    /// <summary>Nothing else was sent to this connection so far: the next message is the answer to the one that is sent now.</summary>
    public async Task ExpectNothingAsync()
    {
        var barrier = $"barrier {Interlocked.Increment(ref _barriers)}";
        await SendJsonAsync(new { test = "echo", text = barrier });
        await ExpectTextAsync(barrier);
    }

    /// <summary>The server closes with this code and reason, and sends nothing before.</summary>
    public async Task ExpectCloseAsync(int code, string reason = "")
    {
        var message = await ReceiveOrCloseAsync();
        Assert.True(message is null, $"Expected a close, received {message}.");
        Assert.Equal($"{code} {reason}".TrimEnd(), Closed);
    }

    /// <summary>Closes as a browser does, and waits until the server agreed.</summary>
    public Task CloseAsync()
        => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinLimitAsync("the server to agree to the close");

    /// <summary>Says that it closes, and reads on: until the server's close frame everything that was sent to it comes.</summary>
    public Task CloseOutputAsync()
        => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinLimitAsync("the close to be sent");

    /// <summary>Goes away without a word.</summary>
    public void Abort() => socket.Abort();

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return default;
    }

    private Task SendAsync(byte[] bytes, WebSocketMessageType type)
        => socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).WithinLimitAsync("a message to be sent");

    private async Task<ReceivedMessage?> ReceiveCoreAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (result.MessageType is WebSocketMessageType.Close)
            {
                if (socket.State is WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            }

            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return new(result.MessageType, message.ToArray());
        }
    }
}
