using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace QueueRun.Tests;

/// <summary>Publishes programs as Native AOT, builds them, and packs packages, one at a time, and not again while nothing has changed.</summary>
public static partial class NativeAot
{
    private static readonly SemaphoreSlim _one = new(1);

    /// <summary>Where builds of the tests live: outside of the repository, so that none of its settings reach them; the same in each run.</summary>
    public static string Workshop { get; } = Directory.CreateDirectory(Path.Combine(
        Path.GetTempPath(), $"queuerun-tests-{Environment.UserName}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..12])).FullName;

    /// <summary>Ends the test as skipped where there is nothing to link with.</summary>
    public static void SkipWithoutLinker()
    {
        if (!Has("clang") && !Has("gcc"))
            Assert.Skip("Native AOT needs a C linker: apt-get install -y clang zlib1g-dev");
    }

    /// <summary>Publishes a project; the path of the binary. A warning, of the trimmer and the AOT compiler too, fails it.</summary>
    /// <param name="project">The project's file.</param>
    /// <param name="properties">Further arguments of the command.</param>
    public static async Task<string> PublishAsync(string project, params IEnumerable<string> properties)
    {
        SkipWithoutLinker();
        var name = Path.GetFileNameWithoutExtension(project);
        var output = Path.Combine(Workshop, "published", name);
        await RunWithoutWarningAsync("publish", project, ["-r", RuntimeInformation.RuntimeIdentifier, "-o", output, .. properties]);
        return Path.Combine(output, name);
    }

    /// <summary>Builds a program that is not of this repository; the path of what starts it. A warning fails it.</summary>
    /// <param name="project">The project's file.</param>
    public static async Task<string> BuildAsync(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        await RunWithoutWarningAsync("build", project, []);
        return Path.Combine(ArtifactsOf(project), "bin", name, "release", name);
    }

    /// <summary>Packs a project into a folder.</summary>
    public static Task PackAsync(string project, string version, string output, params IEnumerable<string> properties)
        => RunAsync("pack", project, [$"-p:PackageVersion={version}", "-o", output, .. properties]);

    private static async Task RunWithoutWarningAsync(string command, string project, IEnumerable<string> arguments)
    {
        var said = await RunAsync(command, project, arguments);
        if (Warning().Matches(said) is not { Count: > 0 } warnings) return;

        // Gone, so that the next run does not find all up to date and says nothing.
        Directory.Delete(Path.Combine(ArtifactsOf(project), "obj", Path.GetFileNameWithoutExtension(project)), recursive: true);
        throw new InvalidOperationException($"Warnings:\n{string.Join('\n', warnings.Select(warning => warning.Value))}");
    }

    private static async Task<string> RunAsync(string command, string project, IEnumerable<string> arguments)
    {
        await _one.WaitAsync();
        try
        {
            // What is of this repository was analysed when this test was built, and that is the larger part of compiling it.
            string[] once = IsOurs(project) ? ["-p:RunAnalyzers=false"] : [];
            return await Dotnet.RunAsync(Workshop, [command, project, "-c", "Release", "--artifacts-path", ArtifactsOf(project), .. once, .. arguments]);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What is built of this repository is built once, whatever it is for.</summary>
    private static string ArtifactsOf(string project)
        => Path.Combine(Workshop, "build", IsOurs(project) ? "repository" : Path.GetFileNameWithoutExtension(project));

    private static bool IsOurs(string project) => project.StartsWith(Repository.Root, StringComparison.Ordinal);

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    // NU1900 to NU1999: what has come to be known of somebody's package, or could not be asked for.
    [GeneratedRegex(@"^.*\bwarning (?!NU19)[A-Z]+\d+\b.*$|^.*\bIL[23]\d{3}\b.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
