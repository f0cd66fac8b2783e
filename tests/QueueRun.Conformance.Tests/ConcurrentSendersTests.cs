using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Echo;

namespace QueueRun.Conformance;

/// <summary>
/// Many concurrent senders to one connection, and one client that does not read: over HTTP/1.1 and HTTP/2, with and without compression.
/// </summary>
public sealed class ConcurrentSendersTests : IAsyncLifetime
{
    private const int Senders = 6;
    private const int Messages = 200;
    private const int MaxOutboxSize = 256 * 1024;

    private readonly WebApplication _app = EchoServer.Build(
        ["--QueueRun:EnableCompression=true", "--QueueRun:MaxMessageSize=65536", $"--QueueRun:MaxOutboxSize={MaxOutboxSize}"],
        builder =>
        {
            builder.Services.AddSingleton<IStartupFilter, UserOfQuery>();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            });
        });

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ISockets Sockets => _app.Services.GetRequiredService<ISockets>();

    public async ValueTask InitializeAsync() => await _app.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Messages_are_neither_torn_nor_reordered(int version, bool compresses)
    {
        using var one = await ConnectAsync("ann", version, compresses);
        using var two = await ConnectAsync("ann", version, !compresses); // the same messages in the other form
        var heard = new int[2];
        var receiving = Task.WhenAll(new[] { one, two }.Select((client, which) => Task.Run(() => ReceiveAllAsync(client, () => Interlocked.Increment(ref heard[which])))));
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; number < Messages; number++)
            {
                var result = await Sockets.To("ann").SendAsync(Message(sender, number), Token);
                Assert.Equal(1, result.Recipients);

                // No more messages are pending than an outbox holds, because a client that is too slow would be closed.
                if (number % 5 == 4) await Patience.EventuallyAsync(() => Task.FromResult(number - Heard() / Senders), behind => behind < 5);
            }
        })));
        int Heard() => receiving.IsFaulted ? throw receiving.Exception : Math.Min(Volatile.Read(ref heard[0]), Volatile.Read(ref heard[1]));

        foreach (var messages in await receiving.WithinLimitAsync("the messages"))
        {
            Assert.Equal(Senders * Messages, messages.Count);
            foreach (var sender in messages.GroupBy(message => message.Sender))
                Assert.Equal(Enumerable.Range(0, Messages), sender.Select(message => message.Number));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Who_does_not_read_delays_nobody_and_is_closed(int version, bool compresses)
    {
        using var slow = await ConnectAsync("slow", version, compresses);
        using var quick = await ConnectAsync("quick", version, compresses);

        // Base64 of random bytes: compression saves only a quarter.
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(12_000));
        var sent = 0;
        for (SendResult result = default; result.Offline is not ["slow"]; sent++)
        {
            Assert.True(sent < 5_000, "Who never reads is still sent to.");
            result = await Sockets.To("quick", "slow").SendAsync($"{sent}:{text}", Token);
            Assert.DoesNotContain("quick", result.Offline ?? []);
            Assert.Equal($"{sent}:{text}", (await ReceiveAsync(quick))!);
        }

        // Messages that were already on the way still arrive, whole and in order; then the connection ends.
        try
        {
            for (var number = 0; await ReceiveAsync(slow) is { } message; number++) Assert.Equal($"{number}:{text}", message);
            Assert.Equal((WebSocketCloseStatus.PolicyViolation, "too slow"), (slow.CloseStatus, slow.CloseStatusDescription));
        }
        catch (WebSocketException)
        {
            // The client did not answer the close in time.
        }
    }

    private static string Message(int sender, int number) => $"{sender}:{number}:{new string((char)('a' + (sender + number) % 26), number * 37 % 3000)}";

    private static async Task<List<(int Sender, int Number)>> ReceiveAllAsync(ClientWebSocket client, Action hears)
    {
        List<(int, int)> heard = [];
        while (heard.Count < Senders * Messages)
        {
            var message = await ReceiveAsync(client);
            Assert.NotNull(message);
            var parts = message.Split(':');
            var (sender, number) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
            Assert.Equal(Message(sender, number), message);
            heard.Add((sender, number));
            hears();
        }

        return heard;
    }

    private async Task<ClientWebSocket> ConnectAsync(string user, int version, bool compresses)
    {
        var client = new ClientWebSocket { Options = { HttpVersion = new(version, version == 1 ? 1 : 0), HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
        if (compresses) client.Options.DangerousDeflateOptions = new() { ClientContextTakeover = false, ServerContextTakeover = false };
        var address = new UriBuilder(_app.Urls.ElementAt(version - 1)) { Scheme = "ws", Query = $"user={user}" }.Uri;
        await client.ConnectAsync(address, _invoker, Token).WithinLimitAsync("the connection");
        await Patience.EventuallyAsync(async () => await Sockets.IsOnlineAsync(user, Token), online => online);
        return client;
    }

    /// <summary>The next message; null after a close.</summary>
    private static async Task<string?> ReceiveAsync(ClientWebSocket client)
    {
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(buffer.AsMemory(), Token).AsTask().WithinLimitAsync("a message");
            if (result.MessageType is WebSocketMessageType.Close) return null;
            received.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length);
    }

    private sealed class UserOfQuery : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                context.User = new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, context.Request.Query["user"].ToString())], "query"));
                return then(context);
            });
            next(app);
        };
    }
}
