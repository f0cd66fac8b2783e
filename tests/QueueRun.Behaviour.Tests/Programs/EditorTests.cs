namespace QueueRun.Behaviour;

/// <summary>What an editor shows while one types, from the package just packed: a real language server says it.</summary>
public sealed class EditorTests
{
    private const string Program = """
        using QueueRun;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        app.Run();

        static class Chat
        {
            [SocketHandler] private static string Shout(string data) => data;
            [SocketHandler("say")] internal static void Say() { }
            [SocketHandler("action=nod")] internal static async void Nod(ISocket socket) => await socket.SendAsync("nods");
            [SocketHandler("action=wave")] internal static void Wave(ISocket socket) => socket.SendAsync("waves");
        }
        """;

    [Fact]
    public async Task A_language_server_shows_mistakes_where_they_are()
    {
        var server = LanguageServer.Find();
        Assert.SkipWhen(server is null, $"Needs csharp-ls, which this command brings, in the root of the repository: {LanguageServer.Command}");
        var project = await NewProject.CreateAsync("Edited", "web");
        await project.AddPackageAsync("QueueRun");
        project.Write("Program.cs", Program);

        var folder = Path.GetDirectoryName(project.File)!;
        await using var editor = await LanguageServer.StartAsync(server, folder);
        var shown = await editor.DiagnoseAsync(Path.Combine(folder, "Program.cs"));
        Assert.Equal(
            [("QR0001", "Shout"), ("QR0003", "Nod"), ("QR0005", "say"), ("QR0080", "socket.SendAsync(\"waves\")")],
            shown.Where(diagnostic => diagnostic.Id.StartsWith("QR", StringComparison.Ordinal)).Order());
    }
}
