using System.Diagnostics;
using System.Formats.Tar;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// The package as it was: packed, once a machine, from the newest tag <c>v*</c> before the commit that is checked out; where there is none, from
/// the commit that <c>earlier-version.txt</c> names. A clone without history has only today's source: that is packed as another version, and the test says so.
/// </summary>
internal static class EarlierPackage
{
    private static readonly Lazy<Task<string>> _packed = new(PackAsync);

    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "earlier")).FullName;

    /// <summary>Packs it; its version, which is lower than that of any package just packed.</summary>
    public static Task<string> PackedAsync() => _packed.Value;

    private static async Task<string> PackAsync()
    {
        if (await CommitAsync() is not { } commit)
        {
            TestContext.Current.AddWarning("This clone has no history (git fetch --unshallow --tags): the library is built against today's QueueRun under another version.");
            const string Today = "0.0.1-today";
            await PackAsync(Repository.Root, Today);
            return Today;
        }

        var version = $"0.0.1-g{commit[..12]}";
        if (File.Exists(Path.Combine(Folder, $"QueueRun.{version}.nupkg"))) return version;

        var source = Path.Combine(Folder, commit[..12]);
        var archive = source + ".tar";
        await GitAsync("archive", "--output", archive, commit);
        Directory.CreateDirectory(source);
        await TarFile.ExtractToDirectoryAsync(archive, source, overwriteFiles: true);
        await PackAsync(source, version);
        File.Delete(archive);
        return version;
    }

    private static Task PackAsync(string source, string version)
        => NativeAot.PackAsync(Path.Combine(source, "src", "QueueRun", "QueueRun.csproj"), version, Folder, $"-p:Version={version}", "-p:RunAnalyzers=false");

    private static async Task<string?> CommitAsync()
    {
        if (!Path.Exists(Repository.PathOf(".git")) || await GitAsync("rev-parse", "--is-shallow-repository") == "true") return null;

        var head = await GitAsync("rev-parse", "HEAD");
        foreach (var tag in (await GitAsync("tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (await GitAsync("rev-parse", $"{tag}^{{commit}}") is var tagged && tagged != head) return tagged;
        }

        var file = Repository.PathOf("tests", "QueueRun.Behaviour.Tests", "Programs", "earlier-version.txt");
        var commit = File.ReadLines(file).Single(line => line.Length > 0 && line[0] != '#');
        return await GitAsync("rev-parse", "--verify", "--end-of-options", $"{commit}^{{commit}}");
    }

    /// <summary>What git says.</summary>
    private static async Task<string> GitAsync(params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("git", ["-C", Repository.Root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        await using var guard = new ProcessGuard(process);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WithinLimitAsync("git to end");
        return process.ExitCode == 0 ? (await said).Trim()
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {await complained}");
    }
}
