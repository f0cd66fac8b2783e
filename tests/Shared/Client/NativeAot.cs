using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace QueueRun.Tests;

/// <summary>Publishes programs as Native AOT, one at a time, and not again while nothing has changed.</summary>
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

    /// <summary>Publishes a project; the path of the binary. A warning of the trimmer or the AOT compiler fails it.</summary>
    /// <param name="project">The project's file.</param>
    /// <param name="properties">Further arguments of the command.</param>
    public static async Task<string> PublishAsync(string project, params IEnumerable<string> properties)
    {
        SkipWithoutLinker();
        var name = Path.GetFileNameWithoutExtension(project);
        var output = Path.Combine(Workshop, "published", name);
        var build = Path.Combine(Workshop, "build", name);

        await _one.WaitAsync();
        try
        {
            var said = await Dotnet.RunAsync(
                Workshop,
                ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", build, "-o", output, .. properties]);
            if (AotWarning().Matches(said) is { Count: > 0 } warnings)
            {
                // Gone, so that the next run does not find all up to date and says nothing.
                Directory.Delete(build, recursive: true);
                throw new InvalidOperationException($"Warnings of the AOT compiler:\n{string.Join('\n', warnings.Select(warning => warning.Value))}");
            }

            return Path.Combine(output, name);
        }
        finally
        {
            _one.Release();
        }
    }

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"^.*\bIL[23]\d{3}\b.*$", RegexOptions.Multiline)]
    private static partial Regex AotWarning();
}
