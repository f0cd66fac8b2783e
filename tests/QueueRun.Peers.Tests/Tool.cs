using System.Diagnostics;

namespace QueueRun.Peers;

/// <summary>A program by other authors. A test without it is skipped, with the command that installs it.</summary>
internal static class Tool
{
    private static readonly string s_clients = Repository.PathOf("tests", "QueueRun.Peers.Tests", "clients");

    /// <summary>The path of a script of the folder <c>clients</c>.</summary>
    public static string Script(string name) => Path.Combine(s_clients, name);

    /// <summary>The path of a program from a Debian package.</summary>
    public static string OfDebian(string path, string package)
    {
        Assert.SkipUnless(Path.Exists(path), $"Needs {package}, which this command brings: apt-get install -y --no-install-recommends {package}");
        return path;
    }

    /// <summary>The path of a file that npm has installed in the folder <c>clients</c>.</summary>
    public static string OfNpm(params string[] path)
    {
        var file = Path.Combine([s_clients, "node_modules", .. path]);
        Assert.SkipUnless(File.Exists(file), $"Needs {path[0]}, which this command brings: npm ci --prefix tests/QueueRun.Peers.Tests/clients");
        return file;
    }

    /// <summary>Runs a program to its end. Returns its exit code and its output.</summary>
    public static Task<(int Status, string Said)> RunAsync(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        return Command.RunAsync(info);
    }
}
