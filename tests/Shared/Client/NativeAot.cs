using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace QueueRun.Tests;

/// <summary>
/// Publishes programs as Native AOT, builds them, and packs packages: into one folder one at a time, whichever test project asks, and not again
/// while nothing has changed.
/// </summary>
public static partial class NativeAot
{
    /// <summary>
    /// The folder of the tests' builds: outside the repository, so that its settings have no effect; the same in each run.
    /// </summary>
    public static string Workshop { get; } = Directory.CreateDirectory(Path.Combine(
        Path.GetTempPath(), $"queuerun-tests-{Environment.UserName}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..12])).FullName;

    /// <summary>Skips the test on a machine without a linker.</summary>
    public static void SkipWithoutLinker()
    {
        if (!Has("clang") && !Has("gcc"))
            Assert.Skip("Native AOT needs a C linker: apt-get install -y clang zlib1g-dev");
    }

    /// <summary>
    /// Publishes a project. Returns the path of the binary. A warning, also of the trimmer or the AOT compiler, is an error.
    /// </summary>
    /// <param name="project">The project's file.</param>
    /// <param name="properties">Additional arguments of the command.</param>
    public static async Task<string> PublishAsync(string project, params IEnumerable<string> properties)
    {
        SkipWithoutLinker();
        var name = Path.GetFileNameWithoutExtension(project);
        var output = Path.Combine(Workshop, "published", name);
        await RunWithoutWarningAsync("publish", project, ArtifactsOf(project), ["-r", RuntimeInformation.RuntimeIdentifier, "-o", output, .. properties]);
        return Path.Combine(output, name);
    }

    /// <summary>
    /// Publishes a project of this repository for .NET 11: as Native AOT, as the project itself says, or with the runtime beside it, and with
    /// code that is there at the start: it is started for hundreds of tests. Returns the path of the program. A warning is an error.
    /// </summary>
    public static async Task<string> PublishOnNet11Async(string project, bool asNative)
    {
        if (asNative) SkipWithoutLinker();
        var name = Path.GetFileNameWithoutExtension(project);
        var artifacts = Path.Combine(Workshop, "build", "net11");
        var output = Path.Combine(artifacts, "published", name);
        await RunWithoutWarningAsync("publish", project, artifacts,
            ["-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-o", output, "-p:RunsOnNet11=true", .. (string[])(asNative ? [] : ["-p:PublishAot=false", "-p:PublishReadyToRun=true"])]);
        return Path.Combine(output, name);
    }

    /// <summary>Builds a program outside this repository. Returns the path of its executable. A warning is an error.</summary>
    /// <param name="project">The project's file.</param>
    public static async Task<string> BuildAsync(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        await RunWithoutWarningAsync("build", project, ArtifactsOf(project), []);
        return Path.Combine(ArtifactsOf(project), "bin", name, "release", name);
    }

    /// <summary>Packs a project into a folder.</summary>
    public static Task PackAsync(string project, string version, string output, params IEnumerable<string> properties)
        => RunAsync("pack", project, ArtifactsOf(project), [$"-p:PackageVersion={version}", "-o", output, .. properties]);

    /// <summary>Packs a project of this repository again, compiled in another place.</summary>
    public static Task PackElsewhereAsync(string project, string version, string output)
        => RunAsync("pack", project, Path.Combine(Workshop, "build", "elsewhere"), [$"-p:PackageVersion={version}", "-o", output]);

    private static async Task RunWithoutWarningAsync(string command, string project, string artifacts, IEnumerable<string> arguments)
    {
        var said = await RunAsync(command, project, artifacts, arguments);
        if (Warning().Matches(said) is not { Count: > 0 } warnings) return;

        // Deleted, so that the next run does not find everything up to date and print nothing.
        Directory.Delete(Path.Combine(artifacts, "obj", Path.GetFileNameWithoutExtension(project)), recursive: true);
        throw new InvalidOperationException($"Warnings:\n{string.Join('\n', warnings.Select(warning => warning.Value))}");
    }

    private static async Task<string> RunAsync(string command, string project, string artifacts, IEnumerable<string> arguments)
    {
        await using var only = await OpenLockAsync(artifacts + ".lock");

        // This repository's code was analyzed when this test was built, and analysis is most of the compile time. It is built like a release.
        string[] ours = IsOurs(project) ? ["-p:RunAnalyzers=false", "-p:ContinuousIntegrationBuild=true"] : [];

        // One process builds all projects: what a second one saves is less than its start costs.
        return await Dotnet.RunAsync(Workshop, [command, project, "-m:1", "-c", "Release", "--artifacts-path", artifacts, .. ours, .. arguments]);
    }

    /// <summary>Opens a file that is open once at a time, in this process or another.</summary>
    private static async Task<FileStream> OpenLockAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>What is built of this repository is built once, whatever it is for.</summary>
    private static string ArtifactsOf(string project)
        => Path.Combine(Workshop, "build", IsOurs(project) ? "queuerun" : Path.GetFileNameWithoutExtension(project));

    private static bool IsOurs(string project) => project.StartsWith(Repository.Root, StringComparison.Ordinal);

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    // NU1900 to NU1999: what has come to be known of somebody's package, or could not be asked for.
    [GeneratedRegex(@"^.*\bwarning (?!NU19)[A-Z]+\d+\b.*$|^.*\bIL[23]\d{3}\b.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
