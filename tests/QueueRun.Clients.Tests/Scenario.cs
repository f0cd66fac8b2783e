namespace QueueRun.Clients;

/// <summary>Runs scripts of the folder <c>scripts</c>.</summary>
internal static class Scenario
{
    private static readonly string s_run = Repository.PathOf("tests", "QueueRun.Clients.Tests", "scripts", "run.mjs");

    /// <summary>Runs a scenario to its end. Returns its exit code and its output.</summary>
    /// <param name="runtime"><c>node-20</c>: the one on this machine.</param>
    /// <param name="name">The scenario.</param>
    /// <param name="client">A file of <see cref="WrittenClient.Folder"/>.</param>
    /// <param name="server">The server.</param>
    /// <param name="webSocket">A module with a WebSocket class, for a runtime without.</param>
    public static Task<(int Status, string Said)> RunAsync(string runtime, string name, string client, ClientServer server, string? webSocket = null)
    {
        string[] arguments = [s_run, name, Path.Combine(WrittenClient.Folder, client), server.Socket, server.Control, .. webSocket is null ? (string[])[] : [webSocket]];
        return runtime switch
        {
            "deno" => Npm.RunAsync(Npm.PathOf("@deno", "linux-x64-glibc", "deno"), ["run", "--no-check", "--allow-all", "--quiet", .. arguments]),
            "bun" => Npm.RunAsync(Npm.PathOf("@oven", "bun-linux-x64", "bin", "bun"), ["run", .. arguments]),
            "node-20" => Npm.RunAsync("node", arguments),
            _ => Npm.RunAsync(Npm.PathOf(runtime, "bin", "node"), ["--expose-gc", .. arguments]),
        };
    }
}
