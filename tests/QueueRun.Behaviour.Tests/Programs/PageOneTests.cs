using System.Diagnostics;
using System.Text.RegularExpressions;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// The first-time reader's path: the README's program as one file, <c>chat.cs</c>, with nothing beside it, run and published as it says, from
/// the package just packed, and talked to: in an empty room, with one member, and with more than <c>To</c> takes at a time. Beside it, an
/// empty application, published in the same run.
/// </summary>
public sealed partial class PageOneTests
{
    private const int Many = 101;

    private const string Empty = """
        #:sdk Microsoft.NET.Sdk.Web
        var app = WebApplication.CreateSlimBuilder(args).Build();
        app.Run();
        """;

    [Fact]
    public async Task The_README_program_runs_as_it_stands()
    {
        var folder = await WriteAsync("PageOneRun", "chat.cs", ReadmeProgram());
        var run = Path.Combine(folder, "run.sh");
        await File.WriteAllTextAsync(run, "#!/bin/sh\nexec dotnet run chat.cs -- \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var said = await Dotnet.RunAsync(folder, "build", "chat.cs"); // however long that takes: what is run is then only started
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        await using var server = await ServerProcess.StartAsync(run);
        await TalkAsync(server);
        await server.StopAsync();
    }

    [Fact]
    public async Task The_README_program_is_published_as_one_native_file()
    {
        NativeAot.SkipWithoutLinker();
        var program = await PublishAsync("PageOne", "chat", ReadmeProgram());
        var empty = await PublishAsync("Empty", "empty", Empty);

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
        // Nobody is there.
        Assert.Equal(200, (await server.PostAsync("/announce/lobby?text=soon")).Status);
        await using var ann = await server.ConnectAsync();
        await ann.SendJsonAsync(new { name = "ann" });
        await ann.SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
        await ann.SendJsonAsync(new { hello = 1 });
        await ann.ExpectTextAsync("""{"reply":"👋 Welcome!"}""");

        // One is.
        await EnterAsync(ann);
        await ann.SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
        await ann.ExpectTextAsync("""{"event":"said","room":"lobby","from":"ann","text":"hi"}""");
        Assert.Equal(200, (await server.PostAsync("/announce/lobby?text=soon")).Status);
        await ann.ExpectTextAsync("""{"event":"announcement","text":"soon"}""");

        // Many are.
        List<SocketClient> all = [ann];
        try
        {
            while (all.Count < Many)
            {
                var next = await server.ConnectAsync();
                all.Add(next);
                await next.SendJsonAsync(new { name = $"user {all.Count}" });
                await EnterAsync(next);
            }

            await all[^1].SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
            foreach (var client in all) await client.ExpectTextAsync("{\"event\":\"said\",\"room\":\"lobby\",\"from\":\"user 101\",\"text\":\"hi\"}");
            Assert.Equal(200, (await server.PostAsync("/announce/lobby?text=now")).Status);
            foreach (var client in all) await client.ExpectTextAsync("""{"event":"announcement","text":"now"}""");
        }
        finally
        {
            foreach (var client in all) await client.DisposeAsync();
        }
    }

    /// <summary>Messages of one client are handled in order: the answer to the second says that the first has been.</summary>
    private static async Task EnterAsync(SocketClient client)
    {
        await client.SendJsonAsync(new { action = "enter", room = "lobby" });
        await client.SendJsonAsync(new { anything = "else" });
        await client.ExpectJsonAsync(new { reply = "👋 Welcome!" });
    }

    private static async Task<string> PublishAsync(string folder, string name, string text)
    {
        var written = await WriteAsync(folder, $"{name}.cs", text);
        var said = await QueueRun.Tests.Dotnet.RunAsync(written, "publish", $"{name}.cs", "-o", "out");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        return Path.Combine(written, "out", name);
    }

    private static async Task<string> WriteAsync(string folder, string name, string text)
    {
        var path = await NewProject.FolderAsync(folder);
        await File.WriteAllTextAsync(Path.Combine(path, name), text);
        return path;
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
        return Version().Replace(readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)], PackageFeed.Version);
    }

    [GeneratedRegex("(?<=^#:package QueueRun@).*$", RegexOptions.Multiline)]
    private static partial Regex Version();
}
