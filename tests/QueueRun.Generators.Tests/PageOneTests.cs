using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The program of the design's first page.</summary>
public class PageOneTests
{
    internal const string Program = """
        using System.Text.Json;
        using QueueRun;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddQueueRun();                  // emitted: knows every handler, here and in referenced libraries
        builder.Services.AddSingleton<Rooms>();
        var app = builder.Build();

        app.MapSockets("/socket");                       // the WebSocket endpoint
        app.MapPost("/announce", async (string room, string text, ISocket socket, Rooms rooms) =>
        {
            await socket.To(rooms.Members(room)).SendAsync(new { @event = "announcement", text });   // an anonymous object, AOT-safe
        });
        app.Run();

        static class Chat
        {
            [SocketHandler]                                                // socket/index.ts: whatever no route takes
            internal static async Task Welcome(JsonElement data, ISocket socket)
                => await socket.SendAsync(new { reply = "👋 Welcome!" });

            [SocketHandler("[room]/action=enter")]                         // socket/[room]/action_enter.ts
            internal static void Enter(string room, SocketUser user, Rooms rooms) => rooms.Join(room, user.Id);

            [SocketHandler]                                                // routed by the type's own [SocketMessage]
            internal static async Task Say(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
                => await socket.To(rooms.Members(data.Room)).SendAsync(new Said(data.Room, user.Id, data.Text), token);

            [Authenticate]                                                 // called with the first message of a connection
            internal static SocketUser? Authenticate(SignIn data) => data.Name is { Length: > 0 } name ? new SocketUser(name) : null;

            [OnOnline]  internal static void Online(string userId, ILogger<Rooms> log) => log.LogInformation("{User} is here", userId);
            [OnOffline] internal static void Offline(string userId, Rooms rooms) => rooms.LeaveAll(userId);
        }

        [SocketMessage("action", "say")] record Say(string Room, string Text);              // {"action":"say","room":…,"text":…}
        [SocketMessage("event", "said")] record Said(string Room, string From, string Text);
        record SignIn(string Name);                                                         // a real program checks a token here
        """;

    internal const string Rooms = """
        class Rooms
        {
            public void Join(string room, string userId) { }
            public void LeaveAll(string userId) { }
            public string[] Members(string room) => [];
        }
        """;

    [Fact]
    public void It_compiles_with_every_method_wired()
    {
        var run = GeneratorRun.Of(TestCompilation.Create(
            TestCompilation.AssemblyName, OutputKind.ConsoleApplication, TestCompilation.References, Program, Rooms));

        Assert.Superset(
            new HashSet<string> { "AddQueueRun.g.cs", "Module.g.cs", "Handlers.g.cs", "Chat.Handlers.g.cs" },
            run.FileNames.ToHashSet());
        Snapshot.Verify(run, "AddQueueRun.g.cs");
        Snapshot.Verify(run, "Module.g.cs");
        Snapshot.Verify(run, "Handlers.g.cs");
        Snapshot.Verify(run, "Chat.Handlers.g.cs");
    }
}
