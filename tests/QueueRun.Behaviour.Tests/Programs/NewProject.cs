using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>A project as a user makes one: by <c>dotnet new</c>, in an empty folder outside of this repository, with the packages just packed at hand.</summary>
internal sealed class NewProject
{
    private static readonly SemaphoreSlim _one = new(1);
    private static readonly string _projects = Path.Combine(NativeAot.Workshop, "new");
    private static readonly string _home = Path.Combine(NativeAot.Workshop, "home");
    private static readonly Lazy<Task> _ready = new(PrepareAsync);

    private readonly string _folder;

    private NewProject(string name) => _folder = Path.Combine(_projects, name);

    public string File => Path.Combine(_folder, $"{Path.GetFileName(_folder)}.csproj");

    public static async Task<NewProject> CreateAsync(string name, string template, params IEnumerable<string> options)
    {
        await _one.WaitAsync();
        try
        {
            await _ready.Value;
            await DotnetNewAsync([template, "-o", name, "--no-update-check", .. options]);
            return new NewProject(name);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Makes a project of a file that was written by hand.</summary>
    public static async Task<NewProject> WriteAsync(string name, string project)
    {
        await _ready.Value;
        var written = new NewProject(name);
        Directory.CreateDirectory(written._folder);
        written.Write($"{name}.csproj", project);
        return written;
    }

    /// <summary>A folder for programs of a single file.</summary>
    public static async Task<string> FolderAsync(string name)
    {
        await _ready.Value;
        return Directory.CreateDirectory(Path.Combine(_projects, name)).FullName;
    }

    public Task AddPackageAsync(string id) => Dotnet.RunAsync(_folder, "add", "package", id, "--version", PackageFeed.Version);

    public void Write(string name, string text) => System.IO.File.WriteAllText(Path.Combine(_folder, name), text);

    private static async Task PrepareAsync()
    {
        await PackageFeed.PackedAsync();
        foreach (var folder in new[] { _projects, _home })
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
        }
        await System.IO.File.WriteAllTextAsync(Path.Combine(_projects, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="QueueRun" value="{PackageFeed.Folder}" />
                <add key="Earlier" value="{EarlierPackage.Folder}" />
              </packageSources>
            </configuration>
            """);
        await DotnetNewAsync(["install", Path.Combine(PackageFeed.Folder, $"QueueRun.Templates.{PackageFeed.Version}.nupkg")]);
    }

    /// <summary>With a home of its own: the machine's templates stay as they are. There it would greet, and prepare the machine for a new user.</summary>
    private static Task<string> DotnetNewAsync(IEnumerable<string> arguments) => Dotnet.RunAsync(
        _projects,
        [("DOTNET_CLI_HOME", _home), ("DOTNET_NOLOGO", "true"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"), ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false")],
        ["new", .. arguments]);
}
