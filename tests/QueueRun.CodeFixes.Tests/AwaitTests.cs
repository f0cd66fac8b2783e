namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0080: dropped tasks are awaited.</summary>
public class AwaitTests
{
    [Fact]
    public Task In_what_is_asynchronous() => AssertAsync(
        """
        class C(ISocket socket, IQueue<string> queue, IQueues queues)
        {
            internal async Task M(bool yes)
            {
                // First.
                socket.SendAsync(1); // at once
                if (yes) socket.To("ann").SendAsync(message: 2).AsTask();
                else queue.PushAsync("job").ConfigureAwait(false);
                queues.For("ann").PushAsync(3);
                Func<Task> f = async () => { socket.CloseAsync(); await Task.Yield(); };
                await f();
                for (var i = 0; i < 3; socket.SendAsync(i)) i++;
                async Task Local() { socket.Connection.SendAsync(4); await Task.Yield(); }
                await Local();
            }
        }
        """,
        """
        class C(ISocket socket, IQueue<string> queue, IQueues queues)
        {
            internal async Task M(bool yes)
            {
                // First.
                await socket.SendAsync(1); // at once
                if (yes) await socket.To("ann").SendAsync(message: 2).AsTask();
                else await queue.PushAsync("job").ConfigureAwait(false);
                await queues.For("ann").PushAsync(3);
                Func<Task> f = async () => { await socket.CloseAsync(); await Task.Yield(); };
                await f();
                for (var i = 0; i < 3; await socket.SendAsync(i)) i++;
                async Task Local() { await socket.Connection.SendAsync(4); await Task.Yield(); }
                await Local();
            }
        }
        """);

    [Fact]
    public Task In_handlers_which_become_asynchronous() => AssertAsync(
        """
        class C
        {
            // Says hello.
            [SocketHandler]
            internal static void M(ISocket socket)
            {
                socket.SendAsync(1);
                socket.SendAsync(2);
            }

            [QueueRun.SocketHandlerAttribute("a=1")] internal /* here */ void N(ISocket socket) => socket.SendAsync(1);

            [SocketHandler("a=2")]
            internal static string? O(ISocket socket, bool data)
            {
                socket.SendAsync(1);
                return data ? "yes" : null;
            }

            [OnOnline] internal static void P(ISocket socket) => socket.SendAsync("welcome");
            [Authenticate] internal static SocketUser? Q(ISocket socket, string data) { socket.SendAsync("who?"); return null; }
            [QueueHandler] internal static void R(string job, ISocket socket) => socket.SendAsync(job);
        }
        """,
        """
        class C
        {
            // Says hello.
            [SocketHandler]
            internal static async Task M(ISocket socket)
            {
                await socket.SendAsync(1);
                await socket.SendAsync(2);
            }

            [QueueRun.SocketHandlerAttribute("a=1")] internal /* here */ async Task N(ISocket socket) => await socket.SendAsync(1);

            [SocketHandler("a=2")]
            internal static async Task<string?> O(ISocket socket, bool data)
            {
                await socket.SendAsync(1);
                return data ? "yes" : null;
            }

            [OnOnline] internal static async Task P(ISocket socket) => await socket.SendAsync("welcome");
            [Authenticate] internal static async Task<SocketUser?> Q(ISocket socket, string data) { await socket.SendAsync("who?"); return null; }
            [QueueHandler] internal static async Task R(string job, ISocket socket) => await socket.SendAsync(job);
        }
        """);

    [Fact]
    public Task In_lambdas_whose_call_takes_a_task() => AssertAsync(
        """
        class C
        {
            internal static async Task M(WebApplication app, ISocket socket)
            {
                app.MapPost("/a", (string text, ISocket socket) => { socket.SendAsync(text); });
                app.MapPost("/b", static (HttpContext context) => { context.RequestServices.GetRequiredService<ISocket>().SendAsync(1); });
                await Task.Run(() => { socket.SendAsync(2); });
            }
        }
        """,
        """
        class C
        {
            internal static async Task M(WebApplication app, ISocket socket)
            {
                app.MapPost("/a", async (string text, ISocket socket) => { await socket.SendAsync(text); });
                app.MapPost("/b", static async (HttpContext context) => { await context.RequestServices.GetRequiredService<ISocket>().SendAsync(1); });
                await Task.Run(async () => { await socket.SendAsync(2); });
            }
        }
        """);

    [Fact]
    public Task In_top_level_statements() => Fixing.AssertProgramAsync("QR0080", AwaitFixProvider.Await,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        // To Ann.
        app.Services.GetRequiredService<ISockets>().To("ann").SendAsync(new { hello = 1 });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        // To Ann.
        await app.Services.GetRequiredService<ISockets>().To("ann").SendAsync(new { hello = 1 });
        """);

    [Fact]
    public Task Where_there_may_be_nobody_to_send_with() => AssertAsync(
        """
        class C
        {
            private ISocket? _socket;
            internal async Task M(ISocket? socket)
            {
                // If there is one.
                socket?.SendAsync(1); // at once
                this._socket?.To("ann").SendAsync(new { a = socket?.ToString() });
                _socket ??= socket;
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            private ISocket? _socket;
            internal async Task M(ISocket? socket)
            {
                // If there is one.
                if (socket is not null) await socket.SendAsync(1); // at once
                if (this._socket is not null) await this._socket.To("ann").SendAsync(new { a = socket?.ToString() });
                _socket ??= socket;
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("internal void M(ISocket socket) => socket.SendAsync(1);")]
    [InlineData("internal Task M(ISocket socket) { socket.SendAsync(1); return Task.CompletedTask; }")]
    [InlineData("[SocketHandler] internal static Task M(ISocket socket) { socket.SendAsync(1); return Task.CompletedTask; }")]
    [InlineData("[SocketHandler] internal static void M(ISocket socket) { void L() => socket.SendAsync(1); L(); }")]
    [InlineData("[SocketHandler] internal static async Task M(ISocket socket) { lock (socket) socket.SendAsync(1); await Task.Yield(); }")]
    [InlineData("internal static async Task M(ISocket socket, List<int> list) { list.ForEach(x => socket.SendAsync(x)); await Task.Yield(); }")]
    [InlineData("internal static async Task M(ISocket socket) { Action a = () => socket.SendAsync(1); a(); await Task.Yield(); }")]
    [InlineData("internal static ISocket? P => null; internal static async Task M() { P?.SendAsync(1); await Task.Yield(); }")]
    [InlineData("internal static async Task M(ISocket? s, bool a) { if (a) s?.SendAsync(1); else Console.WriteLine(); await Task.Yield(); }")]
    [InlineData("internal C(ISocket socket) => socket.SendAsync(1);")]
    [InlineData("internal ISocket X { set => value.SendAsync(1); }")]
    public Task Not_where_somebody_else_would_have_to_await(string member)
        => Fixing.AssertNotOfferedAsync("QR0080", AwaitFixProvider.Await, $"class C {{ {member} }}");

    private static Task AssertAsync(string before, string after) => Fixing.AssertAsync("QR0080", AwaitFixProvider.Await, before, after);
}
