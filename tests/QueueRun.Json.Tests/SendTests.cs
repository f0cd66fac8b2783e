using System.Diagnostics;
using System.Net.WebSockets;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>Which calls of <c>SendAsync</c> are intercepted.</summary>
public class SendTests(SendTests.Corpus corpus) : IClassFixture<SendTests.Corpus>
{
    private const string Types = """
        record Said(string Text);
        [SocketMessage("x")] record Marked(int X);
        interface IMine : ISocket;
        """;

    private static readonly string[] s_intercepted =
    [
        "await socket.SendAsync(new Said(\"x\"));",
        "await socket.SendAsync(new { x = 1 });",
        "await socket.SendAsync(new { x = 1 }, token);",
        "await socket.SendAsync(cancellationToken: token, message: new { x = 1 });",
        "await socket.SendAsync(message: new Said(\"x\"));",
        "await socket.SendAsync<Said>(new(\"x\"));",
        "await socket.SendAsync<Said?>(null);",
        "await socket.To(\"a\").SendAsync(new Said(\"x\"));",
        "await socket.To([\"a\", \"b\"]).Connection.SendAsync(new { x = 1 }, token);",
        "ISocket? maybe = socket; await (maybe?.SendAsync(new Said(\"x\")) ?? default);",
        "ISocket? maybe = socket; await (maybe?.To(\"a\").SendAsync(new { x = 1 }) ?? default);",
        "await ((ISocket)socket).SendAsync(new Said(\"x\"));",
        "await socket\n    .SendAsync(\n        new Said(\"x\"));",
        "_ = socket.SendAsync(new Said(\"x\")).AsTask();",
        "Func<ValueTask<SendResult>> send = () => socket.SendAsync(new Said(\"x\")); await send();",
        "await Local(); async Task Local() => await socket.SendAsync(new Said(\"x\"));",
        "await socket.SendAsync(new List<Said?> { null });",
        "await socket.SendAsync(1);",
        "await socket.SendAsync((int?)null);",
        "await socket.SendAsync(new Dictionary<string, string?>());",
        "await socket.SendAsync(JsonDocument.Parse(\"1\").RootElement);",
        "await socket!.SendAsync(new Marked(1));",
    ];

    private static readonly string[] s_leftAlone =
    [
        "await socket.SendAsync(\"text\");",
        "await socket.SendAsync(new byte[] { 1 });",
        "await socket.SendAsync(new Memory<byte>());",
        "await socket.SendAsync(new ReadOnlyMemory<byte>());",
        "await socket.SendAsync((ReadOnlyMemory<byte>?)new byte[] { 1 });",
        "await socket.SendAsync((Memory<byte>?)null);",
        "await socket.SendAsync((ArraySegment<byte>?)null);",
        "await socket.SendAsync(new ArraySegment<byte>([1]));",
        "await socket.SendAsync((object)1);",
        "await Open(1); async Task Open<T>(T message) => await socket.SendAsync(message);",
        "await Open(1); async Task Open<T>(T message) => await socket.SendAsync(new { message });",
        "await Open(1); async Task Open<T>(T message) => await socket.SendAsync(new List<T>());",
        "Func<Said, CancellationToken, ValueTask<SendResult>> send = socket.SendAsync; await send(new(\"x\"), default);",
        "await socket.SendAsync((1, 2));",
        "System.Linq.Expressions.Expression<Func<ISocket, ValueTask<SendResult>>> tree = s => s.SendAsync(new Said(\"x\"), default); await tree.Compile()(socket);",
    ];

    private static readonly string[] s_calls = [.. s_intercepted, .. s_leftAlone];

    /// <summary>All calls in one program.</summary>
    public sealed class Corpus
    {
        internal LoadedProgram Program { get; } = LoadedProgram.Of([Types, .. s_calls.Select((call, i) => $$"""
            static class Case{{i}}
            {
                internal static async Task M(ISocket socket, CancellationToken token) { {{call}} }
            }
            """)]);
    }

    public static TheoryData<string> Intercepted => [.. s_intercepted];

    public static TheoryData<string> LeftAlone => [.. s_leftAlone];

    [Theory]
    [MemberData(nameof(Intercepted))]
    public async Task It_is_intercepted(string call) => Assert.True(await IsIntercepted(call), "the call went to the socket itself");

    [Theory]
    [MemberData(nameof(LeftAlone))]
    public async Task It_is_left_alone(string call) => Assert.False(await IsIntercepted(call), "the call was intercepted");

    [Fact]
    public void Another_SendAsync_is_left_alone()
    {
        var run = GeneratorRun.Of("""
            class Mail { internal Task SendAsync<T>(T message) => Task.CompletedTask; }
            static class Program { internal static Task M(Mail mail) => mail.SendAsync(new { x = 1 }); }
            """);
        Assert.DoesNotContain(run.FileNames, name => name.StartsWith("Sends.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_that_is_a_socket_is_called_as_it_is()
    {
        var run = GeneratorRun.Of("""
            static class Program { internal static async Task M(IMine mine) => await mine.SendAsync(new Said("x")); }
            """ + Types);
        Assert.Contains(run.FileNames, name => name.StartsWith("Sends.", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_one_name_have_interceptors_of_their_own()
    {
        const string send = "internal static async Task M(ISocket socket) => await socket.SendAsync(new { x = 1 });";
        var run = GeneratorRun.Of(TestCompilation.Create().AddSyntaxTrees(
            TestCompilation.Parse($"static class A {{ {send} {send.Replace("M(", "N(", StringComparison.Ordinal)} }}", "/app/one/Chat.cs"),
            TestCompilation.Parse($"static class B {{ {send} }}", "/app/two/Chat.cs")));
        Assert.Equal(2, run.FileNames.Count(name => name.StartsWith("Sends.Chat.", StringComparison.Ordinal)));
    }

    private async Task<bool> IsIntercepted(string call)
    {
        RecordingSocket socket = new();
        await (Task)corpus.Program.Call($"Case{Array.IndexOf(s_calls, call)}", "M", socket, CancellationToken.None)!;
        Assert.Equal(1, socket.Calls);
        return socket.IsIntercepted;
    }

    /// <summary>A socket that is not QueueRun's own: the original call reaches it, directly or through the interceptor.</summary>
    private sealed class RecordingSocket : ISocket
    {
        public int Calls { get; private set; }

        public bool IsIntercepted { get; private set; }

        public ISocket Connection => this;

        public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default)
        {
            Calls++;
            IsIntercepted = new StackTrace().GetFrames().Any(frame => frame.GetMethod()?.DeclaringType?.Name == "EmittedSend");
            return new(new SendResult(1, []));
        }

        public ISocket To(string userId) => this;

        public ISocket To(params IEnumerable<string> userIds) => this;

        public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => new(true);

        public ISocket ToRoom(string room) => this;

        public ISocket All => this;

        public ISocket Others => this;

        public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => default;

        public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => default;

        public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => new([]);

        public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => new([]);

        public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
            CancellationToken cancellationToken = default) => default;
    }
}
