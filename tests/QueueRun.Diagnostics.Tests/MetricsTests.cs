using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>Each instrument, seen from outside.</summary>
public class MetricsTests
{
    private const string Received = "queuerun.socket.received_messages";
    private const string Sent = "queuerun.socket.sent_messages";
    private const string Closed = "queuerun.socket.connection.duration";
    private const string Handlers = "queuerun.socket.handler.duration";
    private const string Hooks = "queuerun.socket.hook.duration";

    [Fact]
    public async Task What_is_open_is_read_from_the_programs_state()
    {
        await using var server = await WatchedServer.StartAsync();
        await ExpectAsync(0, 0, 0);
        await using var phone = await server.ConnectAsync("user=ann");
        await using var laptop = await server.ConnectAsync("user=ann");
        await using var nobody = await server.ConnectAsNobodyAsync();
        await using var silent = await server.ConnectAsync();
        await ExpectAsync(4, 1, 1);

        phone.Abort();
        laptop.Abort();
        silent.Abort();
        await ExpectAsync(1, 0, 0);

        // A listener that starts now sees the same.
        using Measurements late = new(server.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        await late.ExpectAsync("queuerun.socket.active_connections", ("", 1));

        async Task ExpectAsync(int open, int waiting, int users)
        {
            await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", open));
            await server.Meters.ExpectAsync("queuerun.socket.unauthenticated_connections", ("", waiting));
            await server.Meters.ExpectAsync("queuerun.socket.online_users", ("", users));
        }
    }

    [Fact]
    public async Task A_message_counts_once_by_route_and_by_what_became_of_it()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsNobodyAsync();
        await client.SendAsync("""{"do":"echo","text":"what a client sends is no attribute"}""");
        await client.SendAsync("""{"do":"told"}""");
        await client.SendAsync("""{"do":"fail"}""");
        await client.SendAsync("""{"do":"number","number":"one"}""");
        await client.SendAsync("""{"do":"user"}""");
        await client.SendAsync("""{"do":"what no handler does"}""");
        await client.SendAsync("""{"DO":"echo"}""");
        await client.SendAsync("text");
        await client.SendAsync([1, 2, 3]);
        await client.SendAsync("""{"do":"echo"}""");
        await server.Meters.ExpectAsync(
            Received,
            ("route=_authenticate outcome=ok", 1),
            ("route=do=echo outcome=ok", 2),
            ("route=do=told outcome=error", 1),
            ("route=do=fail outcome=failed", 1),
            ("route=do=number outcome=invalid", 1),
            ("route=do=user outcome=not_authenticated", 1),
            ("route=_default/text outcome=ok", 2),
            ("route=_none outcome=invalid", 1),
            ("route=_default/binary outcome=ok", 1));
    }

    [Fact]
    public async Task A_message_that_is_not_looked_at_any_more_is_dropped()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"stay"}""");
        await server.HandlerWaitsAsync();
        await client.SendAsync("""{"do":"echo"}""");
        await client.SendAsync("""{"do":"echo"}""");
        await server.Services.GetRequiredService<ISockets>().To("ann").CloseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await client.ExpectCloseAsync(1000);
        await server.Meters.ExpectAsync(Received, ("route=_none outcome=dropped", 2));
        server.OpenGate("stay");
        await server.Meters.ExpectAsync(Received, ("route=_none outcome=dropped", 2), ("route=do=stay outcome=ok", 1));
    }

    [Fact]
    public async Task Handlers_are_timed_on_the_programs_clock()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"stay"}""");
        await server.HandlerWaitsAsync();
        server.Time.Advance(TimeSpan.FromSeconds(3));
        server.OpenGate("stay");
        await server.Meters.ExpectAsync(Handlers, ("route=do=stay outcome=ok", 3));

        await client.SendAsync("""{"do":"wait"}""");
        await server.HandlerWaitsAsync();
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectErrorAsync("timed out");
        await server.Meters.ExpectAsync(Handlers, ("route=do=stay outcome=ok", 3), ("route=do=wait outcome=timed_out", 10));

        await client.SendAsync("""{"do":"wait"}""");
        await server.HandlerWaitsAsync();
        client.Abort();
        await server.Meters.ExpectCountAsync(
            Handlers, ("route=do=stay outcome=ok", 1), ("route=do=wait outcome=timed_out", 1), ("route=do=wait outcome=cancelled", 1));
    }

    [Fact]
    public async Task A_send_counts_its_users_and_every_device_its_message()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var phone = await server.ConnectAsync("user=ann");
        await using var laptop = await server.ConnectAsync("user=ann");
        await using var bob = await server.ConnectAsync("user=bob");
        await bob.SendAsync("""{"do":"send","to":["ann","bob","carl"]}""");
        await server.Meters.ExpectAsync("queuerun.socket.send.recipients", ("", 2));
        await server.Meters.ExpectAsync(Sent, ("kind=text", 4)); // ann twice, bob once, and bob's answer

        await bob.SendAsync("""{"do":"bytes","size":3}""");
        await server.Meters.ExpectAsync(Sent, ("kind=text", 4), ("kind=binary", 1));
        await server.Meters.ExpectCountAsync("queuerun.socket.send.recipients", ("", 2));
    }

    [Fact]
    public async Task Outboxes_have_the_size_of_what_waits()
    {
        const int Size = 16 * 1024 * 1024; // more than the buffers of two sockets hold
        await using var server = await WatchedServer.StartAsync(options => options.MaxOutboxSize = 2 * Size);
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync($$"""{"do":"bytes","size":{{Size}}}""");
        await Patience.EventuallyAsync(() => Task.FromResult(Waiting()), waiting => waiting > Size);
        await client.ReceiveAsync();
        await Patience.EventuallyAsync(() => Task.FromResult(Waiting()), waiting => waiting == 0);

        double Waiting() => server.Meters.Read("queuerun.socket.outbox.size")[""].Sum();
    }

    [Fact]
    public async Task A_close_has_its_code_its_reason_and_the_time_the_connection_was_open()
    {
        await using var server = await WatchedServer.StartAsync(options => (options.MaxConnectionsPerUser, options.MaxUnauthenticatedConnections) = (1, 1));
        List<(string Attributes, double Count)> expected = [];

        await CloseBobAsync("reason=client code=1000", static client => client.CloseAsync());
        await CloseBobAsync("reason=lost code=1006", static client =>
        {
            client.Abort();
            return Task.CompletedTask;
        });
        await CloseBobAsync("reason=application code=4001", static async client =>
        {
            await client.SendAsync("""{"do":"close"}""");
            await client.ExpectCloseAsync(4001, "bye");
        });
        await CloseBobAsync("reason=too_big code=1009", static async client =>
        {
            await client.SendAsync(new string('x', 70_000));
            Assert.Null(await client.ReceiveOrCloseAsync());
        });
        await CloseBobAsync("reason=keep_alive code=1006", _ =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(21)); // the client is not reading: no pong
            server.Time.Advance(TimeSpan.FromSeconds(21));
            return Task.CompletedTask;
        });

        await CloseBobAsync("reason=too_slow code=1008", async _ =>
        {
            var bob = server.Services.GetRequiredService<ISockets>().To("bob");
            while ((await bob.SendAsync(new byte[1_000_000])).Recipients > 0)
            {
            }

            server.Time.Advance(TimeSpan.FromSeconds(6)); // the client does not read our close frame either
        });
        await CloseAsync("reason=protocol_error code=1002", static async client =>
        {
            await client.SendBytesAsync([0x81, 0x00]); // not masked
            await client.DisposeAsync();
        }, await RawWebSocket.ConnectAsync(server.Socket("user=bob")));
        await CloseAsync("reason=expired code=1008", async client =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(61));
            await client.ExpectCloseAsync(1008, "expired");
        }, await server.ConnectAsync("user=bob&expires=60"));

        await using var silent = await server.ConnectAsync();
        await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", 1)); // now its time starts
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await silent.ExpectCloseAsync(1008, "not authenticated");
        await ExpectAsync("reason=not_authenticated code=1008");

        await using var ann = await server.ConnectAsync("user=ann");
        await using var second = await server.ConnectAsync();
        await second.SendAsync("""{"user":"ann"}""");
        await second.ExpectCloseAsync(1008, "too many connections");
        await ExpectAsync("reason=too_many_connections code=1008");

        await using var oldest = await server.ConnectAsync();
        await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", 2));
        await using var newer = await server.ConnectAsync();
        await oldest.ExpectCloseAsync(1008, "too many connections");
        await ExpectAsync("reason=too_many_unauthenticated code=1008");

        var stopping = server.StopAsync();
        await ann.ExpectCloseAsync(1001, "the server is shutting down");
        await newer.ExpectCloseAsync(1001, "the server is shutting down");
        await ExpectAsync("reason=shutdown code=1001", 2);
        await stopping;

        async Task CloseBobAsync(string attributes, Func<SocketClient, Task> close)
            => await CloseAsync(attributes, close, await server.ConnectAsync("user=bob"));

        async Task CloseAsync<TClient>(string attributes, Func<TClient, Task> close, TClient client) where TClient : IAsyncDisposable
        {
            await using (client)
            {
                await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", 1));
                await close(client);
                await ExpectAsync(attributes);
            }
        }

        async Task ExpectAsync(string attributes, int count = 1)
        {
            expected.Add((attributes, count));
            await server.Meters.ExpectCountAsync(Closed, [.. expected]);
        }
    }

    [Fact]
    public async Task A_connection_is_no_request_of_its_length_and_a_refusal_is_a_request()
    {
        await using var server = await WatchedServer.StartAsync();
        using Measurements http = new(server.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), "Microsoft.AspNetCore.Hosting");
        await using (await server.ConnectAsync("user=ann"))
        {
        }

        await server.Meters.ExpectCountAsync(Closed, ("reason=lost code=1006", 1));
        Assert.Equal(418, await server.UpgradeAsync("reject"));
        await Patience.EventuallyAsync(() => Task.FromResult(http.Read("http.server.request.duration")), requests => requests.Count > 0);
        Assert.Contains("status_code=418", Assert.Single(http.Read("http.server.request.duration")).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3000, "3xxx")]
    [InlineData(4999, "4xxx")]
    public async Task A_clients_own_codes_are_not_told_apart(int code, string label)
    {
        await using var server = await WatchedServer.StartAsync();
        using ClientWebSocket client = new();
        await client.ConnectAsync(server.Socket(), TestContext.Current.CancellationToken);
        await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", 1));
        server.Time.Advance(TimeSpan.FromSeconds(7));
        await client.CloseAsync((WebSocketCloseStatus)code, "mine", TestContext.Current.CancellationToken);
        await server.Meters.ExpectAsync(Closed, ($"reason=client code={label}", 7));
    }

    [Fact]
    public async Task Authentication_is_counted_by_what_came_of_it()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.SendAsync("""{"user":null}""");
        await client.SendAsync("""{"trouble":true}""");
        await client.SendAsync("not JSON");
        await client.SendAsync("""{"user":"ann"}""");
        await using var nobody = await server.ConnectAsNobodyAsync();
        await server.Meters.ExpectAsync(
            "queuerun.socket.authentications",
            ("outcome=undecided", 1), ("outcome=failed", 2), ("outcome=authenticated", 1), ("outcome=anonymous", 1));
        await server.Meters.ExpectAsync(
            Received, ("route=_authenticate outcome=ok", 3), ("route=_authenticate outcome=failed", 1), ("route=_authenticate outcome=invalid", 1));
    }

    [Fact]
    public async Task A_refused_upgrade_has_its_reason_and_status()
    {
        await using var server = await WatchedServer.StartAsync(
            options => (options.MaxConnectionsPerUser, options.MaxUnauthenticatedConnections) = (1, 1));
        await using var ann = await server.ConnectAsync("user=ann");
        await using var heard = await server.ConnectAsync();
        await heard.SendJsonAsync(new { user = "held" });
        // Until its message is handled, it gives way to others.
        await Patience.EventuallyAsync(() => server.UpgradeAsync(), status => status == 503);
        using HttpClient http = new();
        Assert.Equal(426, (int)(await http.GetAsync(server.Address + "socket", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(403, await server.UpgradeAsync(origin: "https://elsewhere.example"));
        Assert.Equal(418, await server.UpgradeAsync("reject"));
        Assert.Equal(403, await server.UpgradeAsync("user="));
        Assert.Equal(429, await server.UpgradeAsync("user=ann"));
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(503, await server.UpgradeAsync("user=bob"));
        await server.Meters.ExpectAsync(
            "queuerun.socket.refused_upgrades",
            ("reason=handshake status_code=426", 1),
            ("reason=origin status_code=403", 1),
            ("reason=rejected status_code=418", 1),
            ("reason=no_user_id status_code=403", 1),
            ("reason=too_many_connections status_code=429", 1),
            ("reason=too_many_unauthenticated status_code=503", 1),
            ("reason=shutdown status_code=503", 1));
    }

    [Fact]
    public async Task Hooks_are_timed_by_their_method_and_what_became_of_it()
    {
        await using var server = await WatchedServer.StartAsync();
        await using (await server.ConnectAsync("user=slow"))
        {
            await HookRunsAsync("online slow");
            server.Time.Advance(TimeSpan.FromSeconds(12)); // past its time
            server.OpenGate("online");
        }

        await using (await server.ConnectAsync("user=angry")) await HookRunsAsync("online angry");

        Assert.Equal(418, await server.UpgradeAsync("reject"));
        Assert.Equal(500, await server.UpgradeAsync("break"));

        const string Here = "QueueRun.Diagnostics.Tests.Program.";
        await server.Meters.ExpectAsync(
            Hooks,
            ($"hook=connect name={Here}Connect outcome=ok", 0),
            ($"hook=connect name={Here}Connect outcome=error", 0),
            ($"hook=connect name={Here}Connect outcome=failed", 0),
            ($"hook=online name={Here}Online outcome=timed_out", 12),
            ($"hook=online name={Here}Online outcome=failed", 0),
            ($"hook=offline name={Here}Offline outcome=ok", 0));

        Task<bool> HookRunsAsync(string hook) => Patience.EventuallyAsync(() => Task.FromResult(server.Seen.Activities.ContainsKey(hook)), runs => runs);
    }
}
