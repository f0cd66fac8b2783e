namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Calls of <c>SendAsync</c> in all possible places.</summary>
internal static class SendCorpus
{
    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>
    {
        ["anonymous objects"] = """
            class C(ISocket socket)
            {
                public async Task M(string name, List<int> counts)
                {
                    await socket.SendAsync(new { @event = "x", name, inner = new { counts, nothing = (string?)null } });
                    await socket.SendAsync(new[] { new { a = 1 }, new { a = 2 } });
                    await socket.To(name).SendAsync(counts.Select(count => new { count }).ToList(), CancellationToken.None);
                }
            }
            """,
        ["named types and null"] = """
            record Said(string Text);
            class C
            {
                public async Task<SendResult> M(ISocket? socket, IEnumerable<string> users)
                {
                    if (socket is null) return default;
                    await socket.SendAsync<Said?>(null);
                    await socket.SendAsync(message: new Said("x"), cancellationToken: default);
                    _ = socket?.SendAsync(new Said("y"));
                    return await socket!.To(users).SendAsync(new Dictionary<string, Said> { ["a"] = new("z") });
                }
            }
            """,
        ["a route of HTTP"] = """
            class Rooms { public IEnumerable<string> Members(string room) => []; }
            static class Http
            {
                public static void Map(WebApplication app)
                {
                    app.MapPost("/announce", async (string room, string text, ISocket socket, Rooms rooms) =>
                    {
                        await socket.To(rooms.Members(room)).SendAsync(new { @event = "announcement", text });
                    });
                }
            }
            """,
        ["lambdas and local functions"] = """
            class C(ISocket socket)
            {
                private readonly Func<int, ValueTask<SendResult>> _send = number => socket.SendAsync(new { number });
                public ValueTask<SendResult> Property => Local(1);
                private ValueTask<SendResult> Local(int n)
                {
                    return Send(n);
                    ValueTask<SendResult> Send(int x) => socket.Connection.SendAsync(new { x });
                }
                public Func<int, CancellationToken, ValueTask<SendResult>> Method => socket.SendAsync<int>;
            }
            """,
        ["generic senders"] = """
            class C<T>(ISocket socket)
            {
                public async Task M<U>(T first, U second, object third) where U : class
                {
                    await socket.SendAsync(first);
                    await socket.SendAsync(second);
                    await socket.SendAsync(third);
                    await socket.SendAsync(new { first, known = 1 });
                    await socket.SendAsync(42);
                }
            }
            """,
        ["expression trees and queries"] = """
            using System.Linq.Expressions;
            class C(ISocket socket)
            {
                public Expression<Func<int, object>> Tree => n => new { n };
                public async Task M(int[] numbers)
                    => await socket.SendAsync(from n in numbers where n > 1 select new { n, square = n * n });
            }
            """,
        ["several on one line"] = """
            class C { static async Task M(ISocket a, ISocket b) { await a.SendAsync(1); await b.SendAsync(new { x = (await a.SendAsync(2)).Recipients }); await a.SendAsync(1.5m); } }
            """,
        ["a socket of one's own"] = """
            using System.Net.WebSockets;
            sealed class Fake : ISocket
            {
                public ISocket Connection => this;
                public ISocket To(string userId) => this;
                public ISocket To(params IEnumerable<string> userIds) => this;
                public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => default;
                public ISocket ToRoom(string room) => this;
                public ISocket All => this;
                public ISocket Others => this;
                public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => default;
                public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => default;
                public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => new([]);
                public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => new([]);
                public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => default;
                public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
                    CancellationToken cancellationToken = default) => default;
                public static ValueTask<SendResult> Use(Fake fake) => fake.SendAsync(new { a = 1 });
                public static ValueTask<SendResult> Use(ISocket socket) => socket.SendAsync(new { a = 1 });
            }
            """,
        ["positions that move"] = """
            class C(ISocket socket)
            {
            #line 100 "other.txt"
                public async Task M() => await socket.SendAsync(new { a = 1 });
            #line hidden
                public async Task N() => await socket.SendAsync(new { b = 1 });
            #line default
            #region x
                public async Task O() => await socket.SendAsync(new { c = 1 });
            #endregion
            }
            """,
    };
}
