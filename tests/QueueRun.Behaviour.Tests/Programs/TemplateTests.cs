using Microsoft.Playwright;
using QueueRun.Tests;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Behaviour;

/// <summary><c>dotnet new queuerun</c>, from the template package just packed: what it makes is built without a warning, and does what its README says.</summary>
public sealed class TemplateTests
{
    private static readonly Lazy<Task<NewProject>> s_chat = new(() => NewProject.CreateAsync("MyChat", "queuerun"));
    private static readonly Lazy<Task<NewProject>> s_keptChat = new(() => NewProject.CreateAsync("MyKeptChat", "queuerun", "--sqlite"));

    [Fact]
    public async Task A_new_program_is_built_and_talked_to()
    {
        var project = await s_chat.Value;
        var program = await NativeAot.BuildAsync(project.File);
        await using var server = await ServerProcess.StartAsync(program);
        await TalkAsync(server);
        await UsePageAsync(server);
        await server.StopAsync();
        Assert.False(File.Exists(JobsOf(program)));
    }

    [Fact]
    public async Task A_new_program_that_keeps_jobs_is_published_and_talked_to()
    {
        NativeAot.SkipWithoutLinker();
        var project = await s_keptChat.Value;
        var program = await NativeAot.PublishAsync(project.File);
        File.Delete(JobsOf(program)); // an earlier run's
        await using var server = await ServerProcess.StartAsync(program);
        await TalkAsync(server);
        await server.StopAsync();
        Assert.True(File.Exists(JobsOf(program)));
    }

    /// <summary>What only publishing needs, the native compiler above all, is 300 MB.</summary>
    [Fact]
    public async Task A_new_program_restores_what_a_run_needs()
    {
        var project = await s_keptChat.Value;
        var packages = new DirectoryInfo(Path.Combine(NativeAot.Workshop, "restored"));
        if (packages.Exists) packages.Delete(recursive: true);
        await QueueRun.Tests.Dotnet.RunAsync(Path.GetDirectoryName(project.File)!, [("NUGET_PACKAGES", packages.FullName)], ["restore"]);
        var size = packages.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{size / 1e6:0} MB");
        Assert.InRange(size, 1, 100_000_000);
    }

    [Fact]
    public async Task Publishing_without_the_native_compiler_says_so()
    {
        var project = await s_chat.Value;
        var said = await QueueRun.Tests.Dotnet.FailAsync(Path.GetDirectoryName(project.File)!, "msbuild", "-restore", "-t:Publish");
        Assert.Contains("its compiler was not restored. Publish it with 'dotnet publish'", said, StringComparison.Ordinal);
    }

    /// <summary>What a restore sees, what a build does, and what a restore for publishing does: each project is evaluated for each of them.</summary>
    [Fact]
    public async Task What_is_restored_to_run_and_what_to_publish_differ()
    {
        string[] projects = ["samples/Chat/Chat.csproj", "samples/Ports/Ports.csproj", "templates/QueueRun.Templates/QueueRun.Templates.csproj"];
        var folder = await NewProject.FolderAsync("Asking");
        var ask = Path.Combine(folder, "ask.proj");
        await File.WriteAllTextAsync(Path.Combine(folder, "answer.targets"), """
            <Project>
              <Target Name="Answer"><Message Importance="high" Text="$(MSBuildProjectFile) $(As): '$(PublishAot)'" /></Target>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(ask, $"""
            <Project>
              <ItemGroup>
                <As Include="restored" Properties="MSBuildIsRestoring=true" />
                <As Include="built" Properties="" />
                <As Include="restored to be published" Properties="MSBuildIsRestoring=true;_IsPublishing=true" />
              </ItemGroup>
              <Target Name="Ask">
                <MSBuild Projects="{string.Join(';', projects.Select(project => Repository.PathOf(project)))}" Targets="Answer"
                         Properties="CustomAfterMicrosoftCommonTargets=$(MSBuildThisFileDirectory)answer.targets;As=%(As.Identity);%(As.Properties)" />
              </Target>
            </Project>
            """, TestContext.Current.CancellationToken);

        var said = await QueueRun.Tests.Dotnet.RunAsync(NativeAot.Workshop, "msbuild", ask, "-t:Ask", "-nologo");
        foreach (var project in projects.Select(Path.GetFileName))
        {
            Assert.Contains($"{project} restored: ''", said, StringComparison.Ordinal);
            Assert.Contains($"{project} built: 'true'", said, StringComparison.Ordinal);
            Assert.Contains($"{project} restored to be published: 'true'", said, StringComparison.Ordinal);
        }
    }

    private static async Task TalkAsync(ServerUnderTest server)
    {
        Assert.Contains("chat.js", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("remind: [", await server.Http.GetStringAsync("/sockets.js"), StringComparison.Ordinal);
        await using var ann = await server.ConnectAsync();
        await using var bob = await server.ConnectAsync();
        await ann.SendJsonAsync(new { name = "ann" });
        await bob.SendJsonAsync(new { name = "bob" });

        await ann.SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
        await ann.ExpectErrorAsync("enter lobby first");
        await ann.SendJsonAsync(new { action = "enter", room = "lobby" });
        await ann.ExpectTextAsync("""{"event":"entered","room":"lobby","members":["ann"]}""");
        await bob.SendJsonAsync(new { action = "enter", room = "lobby" });
        await bob.ExpectTextAsync("""{"event":"entered","room":"lobby","members":["ann","bob"]}""");

        await bob.SendJsonAsync(new { action = "say", room = "lobby", text = "hi" });
        foreach (var client in new[] { ann, bob })
            await client.ExpectTextAsync("""{"event":"said","room":"lobby","from":"bob","text":"hi"}""");
        Assert.Equal(200, (await server.PostAsync("/rooms/lobby/announcements?text=cake")).Status);
        foreach (var client in new[] { ann, bob })
            await client.ExpectTextAsync("""{"event":"announcement","room":"lobby","text":"cake"}""");

        await bob.SendJsonAsync(new { action = "remind", text = "tea", seconds = -1 });
        await bob.ExpectErrorAsync("seconds: 0 to 86400");
        await bob.SendJsonAsync(new { action = "remind", text = "tea", seconds = 1 });
        await bob.ExpectTextAsync("""{"event":"reminder","text":"tea"}""");

        await bob.CloseAsync();
        await ann.ExpectTextAsync("""{"event":"left","room":"lobby","user":"bob"}""");
    }

    /// <summary>Two visitors of the page, in a browser.</summary>
    private static async Task UsePageAsync(ServerProcess server)
    {
        if (!Browser.IsInstalled) return;
        await using var browser = await Browser.StartAsync();
        List<string> errors = [];
        var (dan, eve) = (await EnterAsync("dan"), await EnterAsync("eve"));
        await eve.GetByLabel("Message").FillAsync("hi");
        await eve.GetByRole(AriaRole.Button, new() { Name = "Say it" }).ClickAsync();
        await Expect(dan.GetByText("eve: hi")).ToBeVisibleAsync();
        await eve.CloseAsync();
        await Expect(dan.GetByText("eve has gone")).ToBeVisibleAsync();
        Assert.Empty(errors);

        async Task<IPage> EnterAsync(string name)
        {
            var page = await browser.Chromium.NewPageAsync();
            page.PageError += (_, error) => errors.Add(error);
            await page.GotoAsync(server.Address.ToString());
            await page.GetByLabel("Your name").FillAsync(name);
            await page.GetByRole(AriaRole.Button, new() { Name = "Enter the lobby" }).ClickAsync();
            await Expect(page.GetByText("In the lobby:")).ToContainTextAsync(name);
            return page;
        }
    }

    private static string JobsOf(string program) => Path.Combine(Path.GetDirectoryName(program)!, "jobs.db");
}
