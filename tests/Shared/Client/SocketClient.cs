using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace QueueRun.Tests;

/// <summary>A message that a client received.</summary>
public sealed record ReceivedMessage(WebSocketMessageType Type, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonElement.Parse(Bytes);

    public override string ToString() => Type is WebSocketMessageType.Text ? Text : $"{Type} {Convert.ToHexString(Bytes)}";
}

/// <summary>One device: a real client that reads only on request, and never waits longer than <see cref="Patience"/>.</summary>
public sealed class SocketClient(WebSocket socket) : IAsyncDisposable
{
    private int _barriers;

    /// <summary>The code and the reason of the server's close frame.</summary>
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

    /// <summary>Sends a JSON message, with property names as written.</summary>
    public Task SendJsonAsync(object message) => SendAsync(JsonSerializer.Serialize(message));

    /// <summary>Receives a message; fails if the server closes.</summary>
    public async Task<ReceivedMessage> ReceiveAsync()
        => await ReceiveOrCloseAsync() ?? throw new InvalidOperationException($"Expected a message, but the server closed: {Closed}");

    /// <summary>Receives a message, or null if the server closes.</summary>
    public Task<ReceivedMessage?> ReceiveOrCloseAsync() => ReceiveCoreAsync().WithinLimitAsync("a message");

    /// <summary>Asserts that the next message is exactly this text.</summary>
    public async Task ExpectTextAsync(string expected)
    {
        var message = await ReceiveAsync();
        Assert.Equal((WebSocketMessageType.Text, expected), (message.Type, message.Text));
    }

    /// <summary>Asserts that the next message is binary, with exactly these bytes.</summary>
    public async Task ExpectBytesAsync(params byte[] expected)
    {
        var message = await ReceiveAsync();
        Assert.Equal((WebSocketMessageType.Binary, Convert.ToHexString(expected)), (message.Type, Convert.ToHexString(message.Bytes)));
    }

    /// <summary>Asserts that the next message is this JSON, with properties in any order.</summary>
    public async Task ExpectJsonAsync(object expected)
    {
        var message = await ReceiveAsync();
        var json = JsonSerializer.Serialize(expected);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), message.Json), $"Expected {json}, received {message}.");
    }

    /// <summary>Asserts that the next message is this error.</summary>
    public Task ExpectErrorAsync(string expected) => ExpectTextAsync($$"""{"error":"{{JsonEncodedText.Encode(expected, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");

    /// <summary>Asserts that the next message is an error. Returns its text.</summary>
    public async Task<string> ExpectErrorAsync()
    {
        var message = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        var property = Assert.Single(message.Json.EnumerateObject());
        Assert.Equal("error", property.Name);
        return property.Value.GetString()!;
    }

    /// <summary>
    /// Asserts that nothing else was sent to this connection so far: the next message is the answer to one that is sent now.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        var barrier = $"barrier {Interlocked.Increment(ref _barriers)}";
        await SendJsonAsync(new { test = "echo", text = barrier });
        await ExpectTextAsync(barrier);
    }

    /// <summary>Asserts that the server closes with this code and reason, and sends nothing before.</summary>
    public async Task ExpectCloseAsync(int code, string reason = "")
    {
        var message = await ReceiveOrCloseAsync();
        Assert.True(message is null, $"Expected a close, received {message}.");
        Assert.Equal($"{code} {reason}".TrimEnd(), Closed);
    }

    /// <summary>Closes as a browser does, and waits for the server's answer.</summary>
    public Task CloseAsync()
        => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinLimitAsync("the server to agree to the close");

    /// <summary>Aborts the connection without a close frame.</summary>
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
