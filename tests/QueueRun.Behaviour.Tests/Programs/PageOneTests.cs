using System.Diagnostics;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// The first-time reader's path: the README's program in a project from <c>dotnet new web</c>, to which nothing but the package just packed
/// was added, published as Native AOT and talked to. Beside it, an empty application, published in the same run.
/// </summary>
public sealed class PageOneTests
{
    private const string Rooms = """

        sealed class Rooms
        {
            private readonly Lock _gate = new();
            private readonly Dictionary<string, HashSet<string>> _members = [];

            public void Join(string room, string userId)
            {
                lock (_gate)
                {
                    if (!_members.TryGetValue(room, out var members)) _members[room] = members = [];
                    members.Add(userId);
                }
            }

            public void LeaveAll(string userId)
            {
                lock (_gate)
                {
                    foreach (var members in _members.Values) members.Remove(userId);
                }
            }

            public IReadOnlyList<string> Members(string room)
            {
                lock (_gate) return _members.TryGetValue(room, out var members) ? [.. members] : [];
            }
        }
        """;

    private const string Empty = """
        var app = WebApplication.CreateSlimBuilder(args).Build();
        app.Run();
        """;

    [Fact]
    public async Task The_README_program_is_built_from_the_package_published_and_talked_to()
    {
        NativeAot.SkipWithoutLinker();
        var pageOne = await NewProject.CreateAsync("PageOne", "web");
        await pageOne.AddPackageAsync("QueueRun");
        pageOne.Write("Program.cs", ReadmeProgram() + Rooms);
        var program = await NativeAot.PublishAsync(pageOne.File, "-p:PublishAot=true");

        var nothing = await NewProject.CreateAsync("Empty", "web");
        nothing.Write("Program.cs", Empty);
        var empty = await NativeAot.PublishAsync(nothing.File, "-p:PublishAot=true");

        var (queueRun, bare) = (new FileInfo(program).Length, new FileInfo(empty).Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"Binary: {queueRun / 1e6:0.00} MB with QueueRun, {bare / 1e6:0.00} MB empty.");
        Assert.True(queueRun - bare <= 3_000_000, $"{queueRun} bytes with QueueRun, {bare} without: more than 3 MB between them.");

        TestContext.Current.TestOutputHelper?.WriteLine($"Start to listening: {await StartAsync(program)} ms with QueueRun, {await StartAsync(empty)} ms empty.");
        await using var server = await ServerProcess.StartAsync(program);
        await TalkAsync(server);
        await server.StopAsync();
    }

    private static async Task TalkAsync(ServerUnderTest server)
    {
        await using var ann = await server.ConnectAsync();
        await using var bob = await server.ConnectAsync();
        await ann.SendJsonAsync(new { name = "ann" });
        await ann.SendJsonAsync(new { hello = 1 });
        await ann.ExpectJsonAsync(new { reply = "👋 Welcome!" });

        await bob.SendJsonAsync(new { name = "bob" });
        foreach (var client in new[] { ann, bob })
        {
            await client.SendJsonAsync(new { action = "enter", room = "lobby" });
            await client.SendJsonAsync(new { anything = "else" });
            await client.ExpectJsonAsync(new { reply = "👋 Welcome!" });
        }

        await bob.SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
        await ann.ExpectTextAsync("""{"event":"said","room":"lobby","from":"bob","text":"hi"}""");
        await bob.ExpectTextAsync("""{"event":"said","room":"lobby","from":"bob","text":"hi"}""");

        Assert.Equal(200, (await server.PostAsync("/announce?room=lobby&text=soon")).Status);
        await ann.ExpectTextAsync("""{"event":"announcement","text":"soon"}""");
        await bob.ExpectTextAsync("""{"event":"announcement","text":"soon"}""");
    }

    private static async Task<long> StartAsync(string program)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(program, "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information");
        return (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string ReadmeProgram()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        const string Fence = "```csharp\n";
        var start = readme.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
