using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A solution of several projects, made in an empty folder with the package just packed: handlers in libraries, one library that two others
/// reference, one that another keeps to itself, and a package that was built with QueueRun as it was at an earlier tag. The program has no
/// handler of its own.
/// </summary>
public sealed class SolutionTests
{
    private const string Program = """
        using Arcade.Lobby;
        using QueueRun;
        using Veteran;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddVeteran().AddLobby();
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        app.Run();
        """;

    private const string Common = """
        using QueueRun;

        namespace Arcade.Common;

        /// <summary>Somebody moved.</summary>
        [SocketMessage("event", "moved")]
        public sealed record Moved(string Who, int X, int Y);

        internal static class Handlers
        {
            [SocketHandler("ask=common")]
            internal static string Ask(SocketRequest request) => $"common, asked by {request.User?.Id}";
        }
        """;

    private const string Lobby = """
        using Arcade.Common;
        using Microsoft.Extensions.DependencyInjection;
        using QueueRun;

        namespace Arcade.Lobby;

        /// <summary>The lobby, as its program adds it.</summary>
        public static class LobbyServices
        {
            /// <summary>Adds the lobby, and what it is made of.</summary>
            public static IServiceCollection AddLobby(this IServiceCollection services)
            {
                services.AddSingleton<Visitors>();
                services.AddQueueRun(options => options.MaxMessageSize = 2000);
                return services;
            }
        }

        internal sealed class Visitors
        {
            private int _count;

            public int Add(int count) => Interlocked.Add(ref _count, count);
        }

        internal sealed record Move(int X, int Y);
        internal sealed record Counted(int Visitors);

        internal sealed class Handlers(Visitors visitors, ISocket socket)
        {
            [SocketHandler("action=move")]
            internal async Task MoveAsync(Move data, string userId) => await socket.SendAsync(new Moved(userId, data.X, data.Y));

            [SocketHandler("ask=lobby")]
            internal Counted Count() => new(visitors.Add(0));

            [OnOnline]
            internal static void Online(Visitors visitors) => visitors.Add(1);

            [OnOffline]
            internal static void Offline(Visitors visitors) => visitors.Add(-1);
        }
        """;

    private const string Games = """
        using Arcade.Common;
        using QueueRun;

        namespace Arcade.Games;

        internal static class Handlers
        {
            [SocketHandler("[game]/action=play")]
            internal static async IAsyncEnumerable<Moved> Play(string game)
            {
                for (var i = 1; i <= Secret.Rules.Moves; i++)
                {
                    await Task.Yield();
                    yield return new(game, i, i);
                }
            }
        }
        """;

    private const string Secret = """
        using QueueRun;

        namespace Secret;

        /// <summary>What is not told.</summary>
        public static class Rules
        {
            /// <summary>How many moves a game has.</summary>
            public const int Moves = 2;

            [SocketHandler("ask=secret")]
            internal static async Task Ask(ISocket socket) => await socket.SendAsync(new { secret = Moves });
        }
        """;

    [Fact]
    public async Task Libraries_are_composed_whoever_brought_them_and_whatever_they_were_built_with()
    {
        await VeteranAsync();
        await LibraryAsync("Arcade.Common", Common, Package());
        await LibraryAsync("Arcade.Secret", Secret, Package());
        await LibraryAsync("Arcade.Lobby", Lobby, Package(), Project("Arcade.Common"));
        await LibraryAsync("Arcade.Games", Games, Package(), Project("Arcade.Common"), Project("Arcade.Secret", "PrivateAssets=\"all\""));
        var arcade = await NewProject.CreateAsync("Arcade", "web", "--no-restore");
        arcade.Write("Arcade.csproj", Text("Microsoft.NET.Sdk.Web",
            Package(), Package("Veteran", PackageFeed.Version), Project("Arcade.Lobby"), Project("Arcade.Games")));
        arcade.Write("Program.cs", Program);

        var program = await NativeAot.BuildAsync(arcade.File);
        Assert.Equal(new Version(0, 0, 1, 0), QueueRunOf(Path.Combine(Path.GetDirectoryName(program)!, "Veteran.dll"))); // and it runs on today's

        await using var server = await ServerProcess.StartAsync(program);
        await using var ann = await server.ConnectAsync();
        await VeteranProgram.TalkAsync(ann);
        await TalkAsync(ann);
        await server.StopAsync();
    }

    private static async Task TalkAsync(SocketClient ann)
    {
        await ann.SendJsonAsync(new { ask = "common" });
        await ann.ExpectTextAsync("common, asked by ann");
        await ann.SendJsonAsync(new { ask = "lobby" });
        await ann.ExpectTextAsync("""{"visitors":1}""");
        await ann.SendJsonAsync(new { action = "move", x = 3, y = 4 });
        await ann.ExpectTextAsync("""{"event":"moved","who":"ann","x":3,"y":4}""");
        await ann.SendJsonAsync(new { action = "play", game = "chess" });
        await ann.ExpectTextAsync("""{"event":"moved","who":"chess","x":1,"y":1}""");
        await ann.ExpectTextAsync("""{"event":"moved","who":"chess","x":2,"y":2}""");
        await ann.SendJsonAsync(new { ask = "secret" });
        await ann.ExpectTextAsync("""{"secret":2}""");
        await ann.SendAsync(new string('x', 2001)); // the setting of the library that added itself
        Assert.Null(await ann.ReceiveOrCloseAsync());
        Assert.StartsWith("1009", ann.Closed, StringComparison.Ordinal);
    }

    /// <summary>The library of long ago: built with the package as it was, and packed.</summary>
    private static async Task VeteranAsync()
    {
        var earlier = await EarlierPackage.PackedAsync();
        var library = await LibraryAsync("Veteran", VeteranProgram.Library, Package("QueueRun", earlier));
        await NativeAot.PackAsync(library.File, PackageFeed.Version, PackageFeed.Folder);
    }

    private static async Task<NewProject> LibraryAsync(string name, string code, params IEnumerable<string> references)
    {
        var project = await NewProject.WriteAsync(name, Text("Microsoft.NET.Sdk", references));
        project.Write("Library.cs", code);
        return project;
    }

    /// <summary>The version of QueueRun that an assembly was built with.</summary>
    private static Version QueueRunOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Single(reference => metadata.StringComparer.Equals(reference.Name, "QueueRun")).Version;
    }

    private static string Text(string sdk, params IEnumerable<string> references) => $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <IsAotCompatible>true</IsAotCompatible>
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", references)}
          </ItemGroup>
        </Project>
        """;

    private static string Package() => Package("QueueRun", PackageFeed.Version);

    private static string Package(string id, string version) => $"""<PackageReference Include="{id}" Version="{version}" />""";

    private static string Project(string name, string attributes = "")
        => $"""<ProjectReference Include="../{name}/{name}.csproj" {attributes} />""";
}
