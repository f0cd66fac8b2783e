using System.Text;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// What [OnConnect] and [Authenticate] may look like. A program has one of each, so each of these is a
/// program of its own.
/// </summary>
public sealed class DecidingMethodsTests
{
    private const string Friend = "public sealed record Friend(string Id) : ISocketUser { public override string ToString() => $\"friend {Id}\"; }\n";

    public static TheoryData<string, string> OnConnects => new()
    {
        { "internal static Friend? Connect(HttpContext context) => new(context.Request.Query[\"name\"].ToString());", "friend ann" },
        { "internal static Task<SocketUser?> Connect(HttpContext context) => Task.FromResult<SocketUser?>(new(context.Request.Query[\"name\"].ToString()));", "SocketUser { Id = ann }" },
        { "internal static async ValueTask<ISocketUser?> Connect(HttpContext context) { await Task.Yield(); return new Friend(context.Request.Query[\"name\"].ToString()); }", "friend ann" },
        { "internal static Task<Friend?> Connect() => Task.FromResult<Friend?>(null);", "nobody" },
        { "internal static void Connect(Notes notes, Visit visit) { }", "nobody" },
        { "internal static async ValueTask Connect() => await Task.Yield();", "nobody" },
    };

    [Theory]
    [MemberData(nameof(OnConnects), DisableDiscoveryEnumeration = true)]
    public async Task OnConnect_returns_a_user_or_nothing(string method, string who)
    {
        await using var server = await SmallProgram.StartAsync($"{Friend} internal static class Life {{ [OnConnect] {method} }}");
        await using var client = await server.ConnectAsync("name=ann");
        await ExpectAsync(client, who);
    }

    [Theory]
    [InlineData("internal static void Connect(HttpContext context) => throw new SocketRejectedException(409, \"no\");")]
    [InlineData("internal static async ValueTask<SocketUser?> Connect() { await Task.Yield(); throw new Busy(); }")]
    public async Task OnConnect_refuses(string method)
    {
        await using var server = await SmallProgram.StartAsync(
            $"internal sealed class Busy() : SocketRejectedException(409, \"no\"); internal static class Life {{ [OnConnect] {method} }}");
        Assert.Equal((409, "no"), await server.AskToConnectAsync(""));
    }

    [Fact]
    public async Task OnConnect_takes_what_the_request_has()
    {
        await using var server = await SmallProgram.StartAsync("""
            internal static class Life
            {
                [OnConnect]
                internal static async Task Connect(
                    HttpContext context, System.Security.Claims.ClaimsPrincipal principal, Notes notes, Visit visit, IServiceProvider services, CancellationToken token)
                {
                    await Task.Yield();
                    var same = ReferenceEquals(visit, context.RequestServices.GetRequiredService<Visit>()) && ReferenceEquals(notes, services.GetRequiredService<Notes>());
                    notes.Last = $"{context.Request.Path} {principal.Identity!.IsAuthenticated} {same} {token == context.RequestAborted}";
                }
            }
            """);
        await using var client = await server.ConnectAsync("user=ann");

        // The request ends when the WebSocket is open, and its services are disposed.
        await Patience.EventuallyAsync(
            async () =>
            {
                await client.SendJsonAsync(new { ask = "notes" });
                return (await client.ReceiveAsync()).Text;
            },
            notes => notes == "/socket True True True visited");
        await ExpectAsync(client, "SocketUser { Id = ann }");
    }

    public static TheoryData<string, string, bool> Authenticates => new()
    {
        { "internal static Friend? Authenticate(string data) => new(data);", "ann", false },
        { "internal static Friend? Authenticate(byte[] data) => new(System.Text.Encoding.UTF8.GetString(data));", "ann", true },
        { "internal static async ValueTask<Friend?> Authenticate(ReadOnlyMemory<byte> data) { await Task.Yield(); return new(System.Text.Encoding.UTF8.GetString(data.Span)); }", "ann", true },
        { "internal static Friend? Authenticate(JsonElement data) => new(data.GetProperty(\"name\").GetString()!);", "{\"name\":\"ann\"}", false },
        { "internal static Friend? Authenticate(JsonDocument data) => new(data.RootElement.GetProperty(\"name\").GetString()!);", "{\"name\":\"ann\"}", false },
        { "internal static Friend? Authenticate([FromMessage] int number) => number == 7 ? new(\"ann\") : null;", "7", false },
        { "internal static Friend? Authenticate(SocketRequest request) => new(System.Text.Encoding.UTF8.GetString(request.Data.Span).Trim('\"'));", "\"ann\"", false },
    };

    [Theory]
    [MemberData(nameof(Authenticates), DisableDiscoveryEnumeration = true)]
    public async Task Authenticate_takes_a_message_of_any_kind(string method, string message, bool binary)
    {
        await using var server = await SmallProgram.StartAsync($"{Friend} internal static class Life {{ [Authenticate] {method} }}");
        await using var client = await server.ConnectAsync();
        if (binary) await client.SendAsync(Encoding.UTF8.GetBytes(message));
        else await client.SendAsync(message);
        await ExpectAsync(client, "friend ann");
    }

    [Fact]
    public async Task Text_is_not_for_a_method_that_takes_binary()
    {
        await using var server = await SmallProgram.StartAsync(
            $"{Friend} internal static class Life {{ [Authenticate] internal static Friend? Authenticate(byte[] data) => new(\"ann\"); }}");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("ann");
        await client.ExpectErrorAsync("not available");
        await client.SendAsync([1]);
        await ExpectAsync(client, "friend ann");
    }

    [Fact]
    public async Task Text_need_not_be_JSON_for_a_method_that_takes_text()
    {
        await using var server = await SmallProgram.StartAsync(
            $"{Friend} internal static class Life {{ [Authenticate] internal static Friend? Authenticate(string data) => data == \"let me in\" ? new(\"ann\") : null; }}");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("""{"name":"ann"}""");
        await client.SendAsync("let me in"u8.ToArray());
        await ExpectAsync(client, "friend ann");
    }

    [Fact]
    public async Task Authenticate_takes_what_handlers_take()
    {
        await using var server = await SmallProgram.StartAsync(Friend + """
            internal sealed class Door(Notes notes) : IDisposable
            {
                [Authenticate]
                internal async Task<Friend?> Authenticate(
                    string data, ISocket socket, SocketRequest request, HttpContext context, System.Security.Claims.ClaimsPrincipal principal,
                    Visit visit, CancellationToken token)
                {
                    await socket.SendAsync(new { hello = data }, token);
                    var same = request.Aborted == token && request.User is null && principal == context.User && visit is not null;
                    notes.Last = $"{same} {request.ConnectionId.Length > 10}";
                    return new(data);
                }

                public void Dispose() => notes.Last += " left";
            }
            """);
        await using var client = await server.ConnectAsync();
        await client.SendAsync("ann");
        await client.ExpectJsonAsync(new { hello = "ann" });
        await client.SendJsonAsync(new { ask = "notes" });
        await client.ExpectTextAsync("True True left visited");
    }

    /// <summary>Where ASP.NET Core or [OnConnect] knows who it is, nobody asks [Authenticate].</summary>
    [Fact]
    public async Task Whoever_decides_first_decides()
    {
        await using var server = await SmallProgram.StartAsync(Friend + """
            internal static class Life
            {
                [OnConnect] internal static Friend? Connect(HttpContext context) => context.Request.Query["friend"] is [{ } name] ? new(name) : null;
                [Authenticate] internal static Friend? Authenticate(string data) => new($"{data} by message");
            }
            """);
        await using var both = await server.ConnectAsync("friend=ann&user=bob");
        await ExpectAsync(both, "friend ann");
        await using var host = await server.ConnectAsync("user=bob");
        await ExpectAsync(host, "SocketUser { Id = bob }");
        await using var message = await server.ConnectAsync();
        await message.SendAsync("eve");
        await ExpectAsync(message, "friend eve by message");
    }

    private static async Task ExpectAsync(SocketClient client, string who)
    {
        await client.SendJsonAsync(new { ask = "who" });
        await client.ExpectTextAsync(who);
    }
}
