using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

// The server of the benchmarks as one writes it on System.Net.WebSockets alone: an echo of bytes, and the same typed by System.Text.Json's
// source generator, as tightly as the API allows.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
Pipeline.Add(builder);
var app = builder.Build();
Pipeline.Use(app);
app.UseWebSockets(new() { KeepAliveInterval = Instruments.KeepAlive(app.Configuration), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
app.Map("/bytes", context => Sockets.ServeAsync(context, Sockets.EchoAsync));
app.Map("/socket", context => Sockets.ServeAsync(context, Sockets.AnswerAsync));
app.Map("/deflate", context => Sockets.ServeAsync(context, Sockets.AnswerAsync, compressed: true));
app.Map("/nothing", Sockets.UpgradeAsync);
await app.StartAsync();
Instruments.Serve();
await app.StopAsync();

internal static class Sockets
{
    private static readonly ConcurrentDictionary<string, WebSocket> s_users = new();
    private static readonly string[] s_everybody = [.. Users.Everybody(1_000)];

    public static async Task ServeAsync(HttpContext context, Func<WebSocket, ReadOnlyMemory<byte>, WebSocketMessageType, ValueTask> answer, bool compressed = false)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = compressed });
        var user = context.Request.Query["user"].ToString();
        if (user.Length > 0) s_users[user] = socket;
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                // An empty read first: a connection that waits needs no bytes of the buffer, and 4096 hold every message here.
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType is WebSocketMessageType.Close) break;
                await answer(socket, buffer.AsMemory(0, received.Count), received.MessageType);
            }
        }
        catch (WebSocketException)
        {
            // the client is gone
        }

        s_users.TryRemove(user, out _);
    }

    /// <summary>What Kestrel holds for an upgraded request: a floor for everybody.</summary>
    public static async Task UpgradeAsync(HttpContext context)
    {
        var answer = context.Response.Headers;
        (answer.Connection, answer.Upgrade, answer.SecWebSocketAccept) = ("Upgrade", "websocket", "nobody looks at it");
        var upgrade = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpUpgradeFeature>()!;
        await using var stream = await upgrade.UpgradeAsync();
        _ = await stream.ReadAsync(new byte[1]); // nothing comes
    }

    public static ValueTask EchoAsync(WebSocket socket, ReadOnlyMemory<byte> message, WebSocketMessageType type)
        => socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);

    public static async ValueTask AnswerAsync(WebSocket socket, ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        var asked = JsonSerializer.Deserialize(message.Span, Messages.Default.Asked)!;
        var json = Encoded(new Said("said", asked.Room, "ann", asked.Text), Messages.Default.Said);
        switch (asked.Action)
        {
            case "say":
                await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                break;

            case "shout":
                await SendAsync(s_everybody);
                break;

            case "tell":
                await SendAsync(s_everybody.AsMemory(0, 100));
                break;

            case "publish":
                json = Encoded(new Page("page", asked.Room, Lines.Next()), Messages.Default.Page);
                await SendAsync(s_everybody);
                break;
        }

        async ValueTask SendAsync(ReadOnlyMemory<string> users)
        {
            var copy = json.ToArray(); // the writer of this thread goes on to others
            for (var i = 0; i < users.Length; i++)
            {
                if (s_users.TryGetValue(users.Span[i], out var one)) await one.SendAsync(copy.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
    }

    [ThreadStatic] private static ArrayBufferWriter<byte>? s_output;
    [ThreadStatic] private static Utf8JsonWriter? s_writer;

    private static ReadOnlyMemory<byte> Encoded<T>(T message, JsonTypeInfo<T> type)
    {
        var output = s_output ??= new(1024);
        output.ResetWrittenCount();
        var writer = s_writer ??= new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.Reset(output);
        JsonSerializer.Serialize(writer, message, type);
        return output.WrittenMemory;
    }
}

internal sealed record Asked(string Action, string Room, string Text);
internal sealed record Said(string Event, string Room, string From, string Text);
internal sealed record Page(string Event, string Room, Line[] Lines);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Asked))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Page))]
internal sealed partial class Messages : JsonSerializerContext;
