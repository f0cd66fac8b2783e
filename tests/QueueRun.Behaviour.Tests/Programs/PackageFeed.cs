using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The packages of this repository, packed once a run into a folder that new projects take them from.</summary>
internal static class PackageFeed
{
    private static readonly Lazy<Task> _packed = new(PackAsync);

    public static string Folder { get; } = Path.Combine(NativeAot.Workshop, "feed");

    /// <summary>Another one each run: what is used is what was just packed, whatever NuGet remembers.</summary>
    public static string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}";

    public static Task PackedAsync() => _packed.Value;

    private static async Task PackAsync()
    {
        Forget();
        await NativeAot.PackAsync(Repository.PathOf("src", "QueueRun", "QueueRun.csproj"), Version, Folder);
        await NativeAot.PackAsync(Repository.PathOf("src", "QueueRun.Sqlite", "QueueRun.Sqlite.csproj"), Version, Folder);
        await NativeAot.PackAsync(Repository.PathOf("templates", "QueueRun.Templates", "QueueRun.Templates.csproj"), Version, Folder, "-p:NoBuild=true"); // sources alone
    }

    /// <summary>What earlier runs packed goes, from the folder and from the machine's cache of packages.</summary>
    private static void Forget()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.CreateDirectory(Folder).GetFiles("*.nupkg"))
        {
            var parts = Path.GetFileNameWithoutExtension(package.Name).Split(".0.1.0-test.");
            if (parts is [var id, var time] && Path.Combine(cache, id.ToLowerInvariant(), $"0.1.0-test.{time}") is var cached && Directory.Exists(cached))
                Directory.Delete(cached, recursive: true);
            package.Delete();
        }
    }
}
