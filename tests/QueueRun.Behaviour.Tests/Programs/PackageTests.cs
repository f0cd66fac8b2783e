using System.IO.Compression;

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

    [Fact]
    public async Task The_compiler_loads_it_without_a_word()
    {
        var project = await NewProject.CreateAsync("Quiet", "web");
        await project.AddPackageAsync("QueueRun");
        project.Write("Program.cs", """
            using QueueRun;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddQueueRun();
            var app = builder.Build();
            app.MapSockets("/socket");
            app.Run();
            static class Echo { [SocketHandler] internal static string Say(string data) => data; }
            """);
        await QueueRun.Tests.Dotnet.RunAsync(Path.GetDirectoryName(project.File)!, "build", "-warnaserror");
    }
}
