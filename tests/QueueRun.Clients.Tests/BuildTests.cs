using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace QueueRun.Clients;

/// <summary>Projects outside this repository, built with the package that was just packed.</summary>
public sealed class BuildTests
{
    private const string Feed = "clients-feed";

    private static readonly string s_version = $"0.1.0-clients.{DateTime.UtcNow:yyyyMMddHHmmss}";
    private static readonly Lazy<Task<string>> s_feed = new(PackAsync);

    /// <summary>A program whose handlers are in itself and in a library, with two endpoints: published, built again, broken, accepted.</summary>
    [Fact]
    public async Task A_project_gets_its_clients_in_the_build_that_compiles_it()
    {
        var folder = await NewFolderAsync("project");
        await WriteAsync(folder, "Library/Library.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="QueueRun" Version="{s_version}" /></ItemGroup>
            </Project>
            """);
        await WriteAsync(folder, "Library/Library.cs", """
            using QueueRun;
            public record Note(string Text);
            public static class Library
            {
                [SocketHandler("action=note")] internal static int Add(Note data) => data.Text.Length;
                [SocketHandler("action=ban/[who]", Endpoint = "admin")] internal static void Ban(string who) { }
            }
            """);
        await WriteAsync(folder, "Host/Host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>
                <SocketClient Include="client/nobody.ts" Endpoint="$(Nobody)" Condition="'$(Nobody)' != ''" />
                <SocketClient Include="client/sockets.d.ts" Condition="'$(Nobody)' != ''" />
                <SocketClient Include="client/folder.ts" Condition="'$(Folder)' != ''" />
                <ProjectReference Include="../Library/Library.csproj" />
                <SocketClient Include="wwwroot/js/sockets.js" />
                <SocketClient Include="client/sockets.ts" />
                <SocketClient Include="client/admin.ts" Endpoint="admin" />
                <SocketContract Include="sockets.asyncapi.json" Locked="true" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync(folder, "Host/Program.cs", Program());
        await WriteAsync(folder, "Host/wwwroot/page.js", "import './js/sockets.js';\n");
        var host = Path.Combine(folder, "Host");
        var published = Path.Combine(folder, "published");

        // Published from nothing: the file is there, with the hash and the compressed form of what was written in this build.
        await Dotnet.RunAsync(host, "publish", "-o", published);
        var written = await File.ReadAllBytesAsync(Path.Combine(host, "wwwroot", "js", "sockets.js"), TestContext.Current.CancellationToken);
        AssertPublished(published, "js/sockets.js", written);
        Assert.True(File.Exists(Path.Combine(published, "wwwroot", "page.js")), "other files are published as ever");
        var client = await ReadAsync(host, "client/sockets.ts");
        Assert.Contains("note(message: Note, options?: SocketCallOptions): Promise<number>;", client, StringComparison.Ordinal);
        Assert.Contains("price(message: Order, options?: SocketCallOptions): Promise<Price>;", client, StringComparison.Ordinal);
        Assert.DoesNotContain("ban(", client, StringComparison.Ordinal);
        Assert.Contains("ban(message: { who: string }", await ReadAsync(host, "client/admin.ts"), StringComparison.Ordinal);

        // Nothing has changed: nothing is written.
        string[] files = ["wwwroot/js/sockets.js", "wwwroot/js/sockets.d.ts", "client/sockets.ts", "client/admin.ts", "sockets.asyncapi.json"];
        var times = files.Select(file => File.GetLastWriteTimeUtc(Path.Combine(host, file))).ToList();
        File.Delete(Path.Combine(host, "client", "admin.ts"));
        Assert.Contains("QueueRun wrote client/admin.ts", await Dotnet.RunAsync(host, "build", "--no-restore", "-c", "Release"), StringComparison.Ordinal); // one that is gone is
        foreach (var (file, time) in files.Zip(times))
            if (file != "client/admin.ts") Assert.Equal(time, File.GetLastWriteTimeUtc(Path.Combine(host, file)));

        // A change that breaks clients: nothing is written, until it is accepted; then the published file is the new one.
        var locked = await ReadAsync(host, "sockets.asyncapi.json");
        await WriteAsync(folder, "Host/Program.cs", Program(", int Table"));
        var said = await Dotnet.FailAsync(host, "build", "--no-restore", "-c", "Release");
        Assert.Contains("error QR0140: sockets.asyncapi.json is locked, and clients that were written from it break: the handler \"price\": \"table\" is required now.", said, StringComparison.Ordinal);
        Assert.Contains("-p:AcceptSocketContract=true", said, StringComparison.Ordinal);
        Assert.Equal((locked, client), (await ReadAsync(host, "sockets.asyncapi.json"), await ReadAsync(host, "client/sockets.ts")));
        await Dotnet.RunAsync(host, "publish", "--no-restore", "-p:AcceptSocketContract=true", "-o", published);
        Assert.Contains("table: number;", await ReadAsync(host, "client/sockets.ts"), StringComparison.Ordinal);
        Assert.Contains("\"table\"", await ReadAsync(host, "sockets.asyncapi.json"), StringComparison.Ordinal);
        AssertPublished(published, "js/sockets.js", await File.ReadAllBytesAsync(Path.Combine(host, "wwwroot", "js", "sockets.js"), TestContext.Current.CancellationToken));

        await AssertMistakesAreNamedAsync(host);
    }

    /// <summary>Two builds: one asks for what cannot be, the other for files that cannot be written.</summary>
    private static async Task AssertMistakesAreNamedAsync(string host)
    {
        await WriteAsync(host, "sockets.asyncapi.json", "<<<<<<< HEAD\n");
        var said = await Dotnet.FailAsync(host, "build", "--no-restore", "-c", "Release", "-p:Nobody=nobody");
        Assert.Contains("error QR0142: The client client/sockets.d.ts must end in .ts or .js: a .d.ts is written beside the .js", said, StringComparison.Ordinal);
        Assert.Contains("error QR0143: The client client/nobody.ts is for the endpoint \"nobody\", which no handler names. Known: \"admin\".", said, StringComparison.Ordinal);
        Assert.Contains("error QR0145: sockets.asyncapi.json is locked, and cannot be compared: it is not JSON", said, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(host, "client", "folder.ts"));
        var changed = Path.Combine(host, "client", "admin.ts");
        await WriteAsync(host, "client/admin.ts", "// by hand");
        File.SetAttributes(changed, FileAttributes.ReadOnly);
        said = await Dotnet.FailAsync(host, "build", "--no-restore", "-c", "Release", "-p:Folder=yes", "-p:AcceptSocketContract=true");
        Assert.Contains("error QR0141: client/folder.ts cannot be written: it is a folder.", said, StringComparison.Ordinal);
        Assert.Contains("error QR0141: client/admin.ts cannot be written: it is read-only.", said, StringComparison.Ordinal);
        File.SetAttributes(changed, FileAttributes.Normal);
    }

    /// <summary>A program in one file has properties, and no items.</summary>
    [Fact]
    public async Task A_program_in_one_file_gets_its_client()
    {
        var folder = await NewFolderAsync("file");
        await WriteAsync(folder, "chat.cs", $"#:sdk Microsoft.NET.Sdk.Web\n#:package QueueRun@{s_version}\n#:property SocketClient=wwwroot/sockets.js\n" + Program());
        await Dotnet.RunAsync(folder, "build", "chat.cs");
        Assert.Contains("price(message: Order", await ReadAsync(folder, "wwwroot/sockets.d.ts"), StringComparison.Ordinal);
        Assert.Contains("SocketConnection", await ReadAsync(folder, "wwwroot/sockets.js"), StringComparison.Ordinal);
    }

    /// <summary>Two programs, built at once, that write files of their own and one that both write; one of them serves plain files.</summary>
    [Fact]
    public async Task Programs_that_are_built_at_once_write_whole_files()
    {
        var folder = await NewFolderAsync("several");
        foreach (var name in (string[])["Shop", "Bar"])
        {
            await WriteAsync(folder, $"{name}/{name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
                    <StaticWebAssetsEnabled>{(name == "Shop" ? "false" : "true")}</StaticWebAssetsEnabled>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="QueueRun" Version="{s_version}" />
                    <SocketClient Include="wwwroot/sockets.js" CopyToOutputDirectory="PreserveNewest" />
                    <SocketClient Include="../web/{name}.ts" />
                    <SocketClient Include="../web/same.ts" />
                  </ItemGroup>
                </Project>
                """);
            await WriteAsync(folder, $"{name}/Program.cs", Program());
        }
        await WriteAsync(folder, "All.proj", """
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="Shop/Shop.csproj;Bar/Bar.csproj" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="Shop/Shop.csproj;Bar/Bar.csproj" Targets="Build" BuildInParallel="true" /></Target>
            </Project>
            """);
        await Dotnet.RunAsync(folder, "build", "All.proj", "-m:2");
        foreach (var file in (string[])["Shop.ts", "Bar.ts", "same.ts"])
            Assert.EndsWith("return `{${all}}`;\n}\n", await ReadAsync(folder, $"web/{file}"), StringComparison.Ordinal);
        Assert.Equal(["Bar.ts", "Shop.ts", "same.ts"], Directory.GetFiles(Path.Combine(folder, "web")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

        // Each replaces the other's, and says so.
        var said = await Dotnet.RunAsync(folder, "build", "All.proj", "-m:1", "--no-restore");
        Assert.Contains("QueueRun wrote ../web/same.ts, which was the client of ", said, StringComparison.Ordinal);

        // New files, of the build that compiled the program: beside it, and published.
        var output = Path.Combine(folder, "Shop", "bin", "Debug", "net10.0", "wwwroot");
        Assert.Equal(await ReadAsync(folder, "Shop/wwwroot/sockets.js"), await ReadAsync(output, "sockets.js"));
        Directory.Delete(Path.Combine(folder, "Shop", "wwwroot"), recursive: true);
        await Dotnet.RunAsync(Path.Combine(folder, "Shop"), "publish", "-o", Path.Combine(folder, "published"));
        Assert.Equal(await ReadAsync(folder, "Shop/wwwroot/sockets.js"), await ReadAsync(folder, "published/wwwroot/sockets.js"));
        Assert.True(File.Exists(Path.Combine(folder, "published", "wwwroot", "sockets.d.ts")));
    }

    private static string Program(string more = "") => $$"""
        using QueueRun;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        app.Run();

        record Order(string Dish{{more}});
        record Price(double Amount);
        static class Shop
        {
            [SocketHandler("action=price")] internal static Price PriceOf(Order data) => new(data.Dish.Length);
        }

        """;

    /// <summary>The published file, its hash and its compressed form are those of what the build has written.</summary>
    private static void AssertPublished(string published, string file, byte[] written)
    {
        var path = Path.Combine(published, "wwwroot", file);
        Assert.Equal(written, File.ReadAllBytes(path));
        using var zipped = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        Assert.Equal(written, plain.ToArray());

        var endpoints = JsonNode.Parse(File.ReadAllText(Path.Combine(published, "Host.staticwebassets.endpoints.json")))!["Endpoints"]!.AsArray();
        var endpoint = Assert.Single(endpoints, endpoint => endpoint!["Route"]!.GetValue<string>() == file && endpoint["AssetFile"]!.GetValue<string>() == file);
        var integrity = endpoint!["EndpointProperties"]!.AsArray().Single(property => property!["Name"]!.GetValue<string>() == "integrity")!["Value"]!.GetValue<string>();
        Assert.Equal($"sha256-{Convert.ToBase64String(SHA256.HashData(written))}", integrity);
    }

    private static async Task<string> NewFolderAsync(string name)
    {
        var folder = Path.Combine(NativeAot.Workshop, "client-builds", name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await WriteAsync(folder, "nuget.config", $"""<configuration><packageSources><add key="feed" value="{await s_feed.Value}" /></packageSources></configuration>""");
        return folder;
    }

    private static async Task<string> PackAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, Feed)).FullName;
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var earlier in Directory.GetFiles(folder, "*.nupkg")) File.Delete(earlier);
        if (Directory.Exists(Path.Combine(cache, "queuerun")))
            foreach (var earlier in Directory.GetDirectories(Path.Combine(cache, "queuerun"), "0.1.0-clients.*")) Directory.Delete(earlier, recursive: true);
        await NativeAot.PackAsync(Repository.PathOf("src", "QueueRun", "QueueRun.csproj"), s_version, folder);
        return folder;
    }

    private static async Task WriteAsync(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    private static Task<string> ReadAsync(string folder, string file) => File.ReadAllTextAsync(Path.Combine(folder, file));
}
