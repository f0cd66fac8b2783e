using System.IO.Compression;
using System.Security.Cryptography;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What the one package that a user references carries for the compiler and for the editor.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task It_carries_the_generator_the_analyzers_and_their_fixes()
    {
        await PackageFeed.PackedAsync();
        await using var package = await ZipFile.OpenReadAsync(Path.Combine(PackageFeed.Folder, $"QueueRun.{PackageFeed.Version}.nupkg"), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["Cronos.dll", "QueueRun.Analyzers.dll", "QueueRun.CodeFixes.dll", "QueueRun.Generators.dll"],
            package.Entries.Where(entry => entry.FullName.StartsWith("analyzers/dotnet/cs/", StringComparison.Ordinal)).Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Whoever builds a commit again can check that the package is made of it.</summary>
    [Fact]
    public async Task Two_builds_give_one_hash()
    {
        await PackageFeed.PackedAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(PackageFeed.Folder, "elsewhere")).FullName;
        await NativeAot.PackElsewhereAsync(Repository.PathOf("src", "QueueRun", "QueueRun.csproj"), PackageFeed.Version, elsewhere);
        var name = $"QueueRun.{PackageFeed.Version}.nupkg";
        var (first, second) = (Path.Combine(PackageFeed.Folder, name), Path.Combine(elsewhere, name));
        Assert.Equal(await EntriesAsync(first), await EntriesAsync(second)); // says which file differs
        Assert.Equal(await HashAsync(first), await HashAsync(second));
        File.Delete(second);
    }

    /// <summary>Without its library, every type of it would be missing, and nothing would say why.</summary>
    [Fact]
    public async Task An_older_framework_is_told_that_it_is_too_old()
    {
        var project = await NewProject.WriteAsync("Old", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>net9.0;net10.0</TargetFrameworks></PropertyGroup>
              <ItemGroup><PackageReference Include="QueueRun" Version="{PackageFeed.Version}" /></ItemGroup>
            </Project>
            """);
        var said = await Dotnet.FailAsync(Path.GetDirectoryName(project.File)!, "restore");
        Assert.Contains("NU1202", said, StringComparison.Ordinal);
        Assert.Contains("net10.0", said, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> EntriesAsync(string file)
    {
        await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        return [.. package.Entries.Select(entry => $"{entry.FullName} {entry.Length} {entry.Crc32:x8} {entry.LastWriteTime:u}")];
    }

    private static async Task<string> HashAsync(string file)
    {
        await using var package = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(package, TestContext.Current.CancellationToken));
    }
}
