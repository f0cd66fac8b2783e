namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Handlers: their parameters, results and places.</summary>
internal static class HandlerCorpus
{
    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>
    {
        ["a default handler"] = """
            static class Chat
            {
                [SocketHandler]
                internal static async Task Welcome(JsonElement data, ISocket socket) => await socket.SendAsync(new { reply = data });
            }
            """,
        ["a route's properties"] = """
            static class Chat
            {
                [SocketHandler("[room]/[count]/action=enter", TimeoutSeconds = 2.5)]
                internal static void Enter(string room, int? count, SocketUser user) { _ = room + user.Id + count; }
            }
            """,
        ["two routes of one method"] = """
            static class Chat
            {
                [SocketHandler("[room]/a=b")]
                [SocketHandler("c='d/e'/[room]")]
                internal static string M(string room) => room;
            }
            """,
        ["a message with a route of its own"] = """
            [SocketMessage("action", "say")] record Say(string Room, string Text);
            [SocketMessage("said")] sealed record Said(string Room, string? Text);
            static class Chat
            {
                [SocketHandler]
                internal static Said Say(Say data) => new(data.Room, data.Text);
            }
            """,
        ["text and bytes"] = """
            static class Raw
            {
                [SocketHandler]
                internal static string Text(string text) => text;
                [SocketHandler]
                internal static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;
            }
            """,
        ["everything a handler may take"] = """
            using System.Security.Claims;
            static class C
            {
                [SocketHandler("a=1")]
                internal static Task M(ISocket socket, SocketRequest request, CancellationToken token, HttpContext context, ClaimsPrincipal principal,
                    ISocketUser user, string? userId, IServiceProvider services, ILogger<string>? log = null) => Task.CompletedTask;
            }
            """,
        ["keyed services"] = """
            using Microsoft.AspNetCore.Mvc;
            enum Colour { Red, Green }
            class Rooms;
            static class C
            {
                [SocketHandler]
                internal static void M([FromKeyedServices("a")] Rooms a, [FromKeyedServices(Colour.Green)] Rooms? b, [FromServices] List<int> c) {}
            }
            """,
        ["a message that is marked"] = """
            static class C
            {
                [SocketHandler("[a]")]
                internal static void M([FromMessage] Dictionary<string, List<int?>> all, string a) {}
            }
            """,
        ["an instance"] = """
            interface IClock { DateTime Now { get; } }
            sealed class Lookup(IClock clock, ISocket socket) : IDisposable
            {
                [SocketHandler("action=now")]
                internal async Task<DateTime> Now(CancellationToken token) { await socket.SendAsync("x", token); return clock.Now; }
                public void Dispose() {}
            }
            """,
        ["an instance that chooses its constructor"] = """
            class Rooms;
            partial class Lookup : IAsyncDisposable
            {
                public Lookup() {}
                [ActivatorUtilitiesConstructor]
                internal Lookup(Rooms rooms, string? userId = null) {}
                public ValueTask DisposeAsync() => default;
            }
            partial class Lookup
            {
                [SocketHandler]
                public virtual ValueTask<int?> M(byte[] data) => new(data.Length);
            }
            """,
        ["a stream"] = """
            using System.Runtime.CompilerServices;
            record Tick(int Number, DateTimeOffset At);
            static class Clock
            {
                [SocketHandler("ticks=on")]
                internal static async IAsyncEnumerable<Tick?> Ticks([EnumeratorCancellation] CancellationToken token)
                {
                    for (var i = 0; i < 3; i++)
                    {
                        await Task.Delay(1, token);
                        yield return new Tick(i, DateTimeOffset.UnixEpoch);
                    }
                }
            }
            """,
        ["nested types"] = """
            namespace A.B
            {
                public static class Outer
                {
                    internal record Message(Inner.Part Part);
                    internal sealed class Inner
                    {
                        public record struct Part(int X);
                        [SocketHandler("x=1")]
                        internal Part M(Message data) => data.Part;
                    }
                }
            }
            """,
        ["names like keywords"] = """
            namespace @event.@class;
            record @record(int @int, string @string);
            static class @static
            {
                [SocketHandler("[event]/[class]")]
                internal static @record @return(string @event, @record @class) => @class;
            }
            """,
        ["a partial method"] = """
            static partial class C
            {
                [SocketHandler("a=1")]
                internal static partial Task<string?> M(int data);
                internal static partial Task<string?> M(int data) => Task.FromResult<string?>(null);
            }
            """,
        ["overloads and a struct"] = """
            public struct Point { public int X { get; set; } }
            struct S
            {
                [SocketHandler("a=1")] internal static Point M(Point data) => data;
                [SocketHandler("a=2")] internal static Point? M(Point? data) => data;
                [SocketHandler("a=3")] internal static SendResult M(Point[] data) => default;
            }
            """,
        ["a generic message"] = """
            record Page<T>(IReadOnlyList<T> Items, int Next) where T : notnull;
            class C
            {
                [SocketHandler("a=1")] internal static Page<Page<string>> M(Page<int> data) => new([], data.Next);
            }
            """,
        ["authorization and endpoints"] = """
            using Microsoft.AspNetCore.Authorization;
            class LevelAttribute(int level, params string?[]? names) : AuthorizeAttribute("level"), IAuthorizationRequirementData
            {
                public Type? Kind { get; set; }
                public IEnumerable<IAuthorizationRequirement> GetRequirements() { _ = (level, names); return []; }
            }
            [Authorize(Roles = "staff")] abstract class Base;
            [SocketEndpoint("admin")]
            class Admin : Base
            {
                [SocketHandler("a=1"), Level(2, "x", null, Kind = typeof(List<int>))] internal static string M(string userId) => userId;
                [SocketHandler("a=1", Endpoint = "staff")] [AllowAnonymous] internal static string N(ISocketUser? user) => $"{user}";
            }
            """,
        ["a program's own statements"] = """
            var builder = WebApplication.CreateSlimBuilder(args);
            builder.Services.AddQueueRun();
            var app = builder.Build();
            app.MapSockets("/socket");
            app.Run();
            record Say(string Text);
            partial class Program
            {
                [SocketHandler("a=1")] internal static string M(Say data) => data.Text;
            }
            """,
    };
}
