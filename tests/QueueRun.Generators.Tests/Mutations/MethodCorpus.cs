namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Lifecycle methods and jobs.</summary>
internal static class MethodCorpus
{
    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>
    {
        ["authentication"] = """
            record SignIn(string Name);
            static class Life
            {
                [Authenticate]
                internal static async Task<SocketUser?> Authenticate(SignIn data, CancellationToken token)
                {
                    await Task.Yield();
                    return data.Name is { Length: > 0 } name ? new SocketUser(name) : null;
                }
            }
            """,
        ["a user of the application's own"] = """
            public sealed record Member(string Id, string[] Roles) : ISocketUser;
            class Rooms { public Member? Find(string id) => null; }
            class Life(Rooms rooms)
            {
                [OnConnect] public ValueTask<Member?> Connect(HttpContext context) => new(rooms.Find(context.TraceIdentifier));
                [SocketHandler] public static string M(Member member, string text) => member.Id + text;
            }
            """,
        ["presence"] = """
            class Rooms { public void LeaveAll(string id) {} }
            static class Life
            {
                [Authenticate] internal static SocketUser A(JsonElement data) => new(data.ToString());
                [OnOnline] internal static Task Online(string userId, ILogger<Rooms> log, ISocket socket) => Task.CompletedTask;
                [OnOffline] internal static void Offline(SocketUser user, Rooms rooms) => rooms.LeaveAll(user.Id);
            }
            """,
        ["hooks of an instance"] = """
            class Rooms;
            sealed class Life(Rooms? rooms, ISockets sockets) : IAsyncDisposable
            {
                [Authenticate] public SocketUser? A(string data) => null;
                [OnOnline] [OnOffline] public async ValueTask Seen(string userId, PresenceContext context, CancellationToken token) => _ = rooms is null || context.MayRepeat || await sockets.IsOnlineAsync(userId, token);
                public ValueTask DisposeAsync() => ValueTask.CompletedTask;
            }
            """,
        ["a queue"] = """
            record Mail(string To, string Subject, DateTime? At);
            static class Jobs
            {
                [QueueHandler("mail", TimeoutSeconds = 60)]
                internal static async Task SendMail(Mail data, ISocket socket, string? userId, JobContext job, CancellationToken token)
                    => await socket.SendAsync(new { sent = data.To, job.Attempt }, token);
            }
            """,
        ["queues of text and bytes"] = """
            class Jobs
            {
                [QueueHandler] internal static void Print(string data) {}
                [QueueHandler("raw-bytes")] internal Task<SendResult> Raw(byte[] data, ISocket socket) => socket.SendAsync(data).AsTask();
                [QueueHandler] internal static ValueTask Any(JsonElement data) => default;
            }
            """,
        ["schedules"] = """
            class Rooms;
            static class Jobs
            {
                [ScheduleHandler("0 3 * * *", TimeZone = "Europe/Berlin")] internal static void Nightly(Rooms rooms) {}
                [ScheduleHandler("*/5 * * * *", MissedRuns = MissedRuns.Skip)]
                internal static async Task Often(ISocket socket, CancellationToken token) => await socket.To("a").SendAsync(new { tick = 1 }, token);
            }
            """,
        ["a job of a generic type"] = """
            public record Batch<T>(List<T> Items) { public required int Number { get; init; } }
            sealed class Jobs(ILogger<Jobs> log) : IDisposable
            {
                [QueueHandler] public void Import(Batch<Dictionary<string, Uri>> batch) => log.LogInformation("{Number}", batch.Number);
                public void Dispose() {}
            }
            """,
        ["pushing a job"] = """
            record Mail(string To);
            static class Jobs
            {
                [QueueHandler] internal static void Send(Mail mail) {}
                [SocketHandler("a=1")] internal static async Task M(string userId, IQueue<Mail> queue) => await queue.PushAsync(new Mail(userId));
            }
            """,
    };
}
