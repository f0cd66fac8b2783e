using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A program that uses everything (<c>Programs/Everything</c>), built from the package just packed as the strictest of users builds: all of .NET's rules, every
/// warning an error, in folders and under names that nobody tests with. It runs, and its emitted code can be stepped into.
/// </summary>
public sealed class EverythingTests
{
    private const string Assembly = "All-in.1-event";
    private static readonly string s_program = Repository.PathOf("tests", "QueueRun.Behaviour.Tests", "Programs", "Everything");

    [Fact]
    public async Task A_program_that_uses_everything_is_built_without_a_word_run_and_stepped_into()
    {
        var project = await CreateAsync("Every Thing", nullable: "enable", debug: "portable");
        var program = await BuildAsync(project);
        var emitted = Emitted(project);
        using (var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(program + ".pdb"))) AssertCanBeSteppedInto(symbols.GetMetadataReader(), emitted);
        await using (var server = await ServerProcess.StartAsync(program))
        {
            await TalkAsync(server);
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task It_is_built_as_quietly_where_nothing_is_annotated()
    {
        var project = await CreateAsync("Every Thing oblivious", nullable: "disable", debug: "embedded");
        var program = await BuildAsync(project);
        using var file = new PEReader(File.OpenRead(program + ".dll"));
        var entry = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        AssertCanBeSteppedInto(symbols.GetMetadataReader(), Emitted(project));
    }

    private static async Task TalkAsync(ServerUnderTest server)
    {
        await using var ann = await server.ConnectAsync("user=ann");
        await ann.ExpectTextAsync("""{"online":"ann"}""");
        await ann.SendJsonAsync(new
        {
            action = "order", id = Guid.Empty, dish = "Soup", mood = "VeryBusy", lines = new[] { new { name = "Chili" } },
            prices = new { small = 4.5 }, day = "2030-01-01", nr = "7",
        });
        await ann.ExpectTextAsync("""{"items":[{"name":"Chili","hot":true}],"next":1}""");
        await ann.ExpectTextAsync("""
            {"action":"order","id":"00000000-0000-0000-0000-000000000000","dish":"Soup","mood":"VeryBusy","lines":[{"name":"Chili","hot":true}],"prices":{"small":4.5},"day":"2030-01-01","nr":8}
            """);
        await ann.SendJsonAsync(new { program = "1" });
        await ann.ExpectTextAsync("""{"program":"partial"}""");
        await ann.SendJsonAsync(new { keyword = "1", @event = "said", @string = "!", @int = 3 });
        await ann.ExpectTextAsync("""{"event":"said","string":"!!","int":3}""");
        await ann.SendJsonAsync(new { nested = "1", x = 1 });
        await ann.ExpectTextAsync("""{"visits":1}""");
        await ann.ExpectTextAsync("""{"x":2}""");
        await ann.SendJsonAsync(new { linked = "1" });
        await ann.ExpectTextAsync("""{"linked":true}""");
        await ann.SendJsonAsync(new { action = "mail", text = "hi" });
        await ann.ExpectTextAsync("""{"mail":"hi","attempt":1}""");
        await ann.SendJsonAsync(new { action = "forecast" });
        await ann.ExpectTextAsync("""{"day":"2030-01-01","celsius":-3}""");
        await ann.ExpectTextAsync("""{"day":"2030-01-02","celsius":-4}""");
        Assert.Equal(200, (await server.PostAsync("/announce")).Status);
        await ann.ExpectTextAsync("""{"announced":"soon","inner":[{"class":1}]}""");
    }

    /// <summary>A debugger finds each emitted file, with its text, in the symbols: nobody has to set anything, nor keep the file.</summary>
    private static void AssertCanBeSteppedInto(MetadataReader symbols, string[] emitted)
    {
        var embeddedSource = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        var found = symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation)
            .Where(information => information.Parent.Kind == HandleKind.Document && symbols.GetGuid(information.Kind) == embeddedSource)
            .Select(information => symbols.GetString(symbols.GetDocument((DocumentHandle)information.Parent).Name))
            .Where(name => name.Contains("QueueRun.Generators", StringComparison.Ordinal));
        var stepped = symbols.MethodDebugInformation.Select(symbols.GetMethodDebugInformation)
            .Where(method => !method.Document.IsNil)
            .Select(method => Path.GetFileName(symbols.GetString(symbols.GetDocument(method.Document).Name)))
            .ToHashSet();

        Assert.Equal(emitted.Select(Path.GetFileName).Order(StringComparer.Ordinal), found.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string> { "Every.Thing.Talk.Handlers.g.cs", "Messages.Readers.g.cs", "Messages.Writers.g.cs", "Module.g.cs" }, stepped!);
    }

    private static string[] Emitted(NewProject project)
    {
        var files = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(project.File)!, "emitted", "QueueRun.Generators"), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files;
    }

    private static async Task<string> BuildAsync(NewProject project)
        => Path.Combine(Path.GetDirectoryName(await NativeAot.BuildAsync(project.File))!, Assembly);

    private static async Task<NewProject> CreateAsync(string name, string nullable, string debug)
    {
        var project = await NewProject.WriteAsync(name, $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <LangVersion>14</LangVersion>
                <AssemblyName>{Assembly}</AssemblyName>
                <RootNamespace>event.class_1</RootNamespace>
                <Nullable>{nullable}</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <AnalysisMode>All</AnalysisMode>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <Deterministic>true</Deterministic>
                <PathMap>$(MSBuildProjectDirectory)/=/_/</PathMap>
                <DebugType>{debug}</DebugType>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <CompilerGeneratedFilesOutputPath>emitted</CompilerGeneratedFilesOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QueueRun" Version="{PackageFeed.Version}" />
                <Compile Remove="emitted/**" />
                <Compile Include="../Outside Every Thing/**/*.cs" LinkBase="Linked" />
              </ItemGroup>
            </Project>
            """);
        var folder = Path.GetDirectoryName(project.File)!;
        Copy("Source", folder);
        Copy("Outside", Path.Combine(folder, "..", "Outside Every Thing"));
        File.Copy(Path.Combine(s_program, ".editorconfig"), Path.Combine(folder, ".editorconfig"), overwrite: true);
        return project;
    }

    private static void Copy(string part, string to)
    {
        var from = Path.Combine(s_program, part);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
