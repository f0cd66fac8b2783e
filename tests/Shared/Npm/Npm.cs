using System.Diagnostics;

namespace QueueRun.Tests;

/// <summary>Compilers and runtimes that npm brings. A test without them is skipped, with the command that installs them.</summary>
internal static class Npm
{
    private static readonly string s_folder = Repository.PathOf("tests", "QueueRun.Clients.Tests", "clients", "node_modules");

    /// <summary>The path of a file of a package.</summary>
    public static string PathOf(params string[] path)
    {
        var file = Path.Combine([s_folder, .. path]);
        Assert.SkipUnless(File.Exists(file), $"Needs {path[0]}, which this command brings: npm ci --prefix tests/QueueRun.Clients.Tests/clients");
        return file;
    }

    /// <summary>The newest Node.js.</summary>
    public static string Node => PathOf("node-26", "bin", "node");

    /// <summary>Runs a program to its end. Returns its exit code and its output.</summary>
    public static Task<(int Status, string Said)> RunAsync(string program, params IEnumerable<string> arguments)
        => Command.RunAsync(new ProcessStartInfo(program, arguments), TimeSpan.FromMinutes(2));
}
