using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A library that was built with an earlier QueueRun: what was emitted into it calls as much of the runtime as emitted code can, because
/// all of it must be there as long as such libraries are.
/// </summary>
internal static class VeteranProgram
{
    public const string Library = """"
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.DependencyInjection;
        using QueueRun;

        namespace Veteran;

        /// <summary>The library, as its program adds it.</summary>
        public static class VeteranServices
        {
            /// <summary>Adds the library.</summary>
            public static IServiceCollection AddVeteran(this IServiceCollection services)
                => services.AddKeyedScoped<Memory>("old").AddQueueRun().Services;
        }

        internal sealed class Memory : IDisposable
        {
            public List<string> Stories { get; } = ["once", "upon"];

            public void Dispose() => Stories.Clear();
        }

        internal sealed record Soldier(string Id, int Rank) : ISocketUser;
        internal sealed record SignIn(string Name);
        internal sealed record Came(string Who, Weather Weather);
        [SocketMessage("action", "draw")] internal sealed record Draw(IReadOnlyList<Shape> Shapes, Dictionary<string, DateOnly?> Days);
        [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), "square")] internal abstract record Shape;
        internal sealed record Circle(double Radius) : Shape;
        internal sealed record Square(double Side) : Shape { public required string Name { get; init; } }
        [JsonConverter(typeof(JsonStringEnumConverter<Weather>))] internal enum Weather { Fair, Foul }
        internal sealed record Mail(string Text);
        internal sealed record Listed(int Number);
        [JsonSerializable(typeof(Listed))] internal sealed partial class Contracts : JsonSerializerContext;

        internal static class Life
        {
            [OnConnect]
            internal static ValueTask Connect(HttpContext context)
                => context.Request.Query.ContainsKey("banned") ? throw new SocketRejectedException(403) : default;

            [Authenticate]
            internal static async Task<Soldier?> Authenticate(SignIn data, [FromKeyedServices("old")] Memory memory)
            {
                await Task.Yield();
                return memory.Stories.Count > 0 && data.Name.Length > 0 ? new(data.Name, 3) : null;
            }

            [OnOnline]
            internal static async Task Online(Soldier user, ISocket socket, CancellationToken token) => await socket.SendAsync(new Came(user.Id, Weather.Foul), token);

            [OnOffline]
            internal static void Offline(string userId, [FromKeyedServices("old")] Memory memory) => memory.Stories.Add(userId);
        }

        internal sealed class Stories([FromKeyedServices("old")] Memory memory, ISocket socket) : IAsyncDisposable
        {
            [SocketHandler("[topic]/[count]/ask=story", TimeoutSeconds = 5)]
            internal async IAsyncEnumerable<Mail> Tell(string topic, int count, Soldier user)
            {
                foreach (var story in memory.Stories.Take(count))
                {
                    await Task.Yield();
                    yield return new Mail($"{topic} {story} {user.Rank}");
                }
            }

            [SocketHandler]
            internal async Task<Draw> Draw(Draw data)
            {
                await socket.Connection.SendAsync(new { drawn = data.Shapes.Count, nested = new[] { new { deep = true } } });
                return data;
            }

            public ValueTask DisposeAsync() => default;
        }

        internal static class Rest
        {
            [SocketHandler("[text]/action=mail")]
            internal static async Task Push(IQueue<Mail> queue, string text) => await queue.PushAsync(new(text));

            [SocketHandler("[list]")]
            internal static Listed List(Listed data) => data;

            [SocketHandler]
            internal static string Text(string data, Soldier? user, SocketRequest request) => $"{user?.Id} {data} {request.Data.Length}";

            [SocketHandler]
            internal static ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> data) => data;

            [SocketHandler]
            internal static ValueTask<SendResult> Default(JsonDocument data, ISocket socket) => socket.SendAsync(data.RootElement.GetRawText().Length);

            [QueueHandler("veteran_mail", TimeoutSeconds = 60)]
            internal static async Task Send(Mail job, JobContext context, ISocket socket, SocketUser user)
                => await socket.SendAsync(new { mail = job.Text, attempt = context.Attempt, to = user.Id });

            [ScheduleHandler("0 0 1 1 *")]
            internal static void Yearly([FromKeyedServices("old")] Memory memory, CancellationToken token) => memory.Stories.Add(token.ToString()!);
        }
        """";

    public static async Task TalkAsync(SocketClient ann)
    {
        await ann.SendJsonAsync(new { name = "ann" });
        await ann.ExpectTextAsync("""{"who":"ann","weather":"Foul"}""");
        await ann.SendJsonAsync(new { ask = "story", topic = "war", count = 2 });
        await ann.ExpectTextAsync("""{"text":"war once 3"}""");
        await ann.ExpectTextAsync("""{"text":"war upon 3"}""");
        await ann.SendAsync("""{"action":"draw","shapes":[{"$type":"circle","radius":1.5},{"$type":"square","side":2,"name":"s"}],"days":{"a":"2026-11-25","b":null}}""");
        await ann.ExpectTextAsync("""{"drawn":2,"nested":[{"deep":true}]}""");
        await ann.ExpectTextAsync("""{"action":"draw","shapes":[{"$type":"circle","radius":1.5},{"$type":"square","side":2,"name":"s"}],"days":{"a":"2026-11-25","b":null}}""");
        await ann.SendAsync("""{"action":"draw","shapes":[{"$type":"square","side":2}],"days":{}}""");
        Assert.Contains("$.shapes[0]", (await ann.ReceiveAsync()).Text, StringComparison.Ordinal);
        await ann.SendJsonAsync(new { action = "mail", text = "hello" });
        await ann.ExpectTextAsync("""{"mail":"hello","attempt":1,"to":"ann"}""");
        await ann.SendJsonAsync(new { list = true, number = 5 });
        await ann.ExpectTextAsync("""{"number":5}""");
        await ann.SendAsync("plain");
        await ann.ExpectTextAsync("ann plain 5");
        await ann.SendAsync([1, 2, 3]);
        await ann.ExpectBytesAsync(1, 2, 3);
        await ann.SendAsync("[1]");
        await ann.ExpectTextAsync("3");
    }
}
