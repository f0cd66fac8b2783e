using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary><c>dotnet new queuerun</c>, from the template package just packed: what it makes is built without a warning, and does what its README says.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task A_new_program_is_built_and_talked_to()
    {
        var project = await NewProject.CreateAsync("MyChat", "queuerun");
        var program = await NativeAot.BuildAsync(project.File);
        await using var server = await ServerProcess.StartAsync(program);
        await TalkAsync(server);
        await server.StopAsync();
        Assert.False(File.Exists(JobsOf(program)));
    }

    [Fact]
    public async Task A_new_program_that_keeps_jobs_is_published_and_talked_to()
    {
        NativeAot.SkipWithoutLinker();
        var project = await NewProject.CreateAsync("MyKeptChat", "queuerun", "--sqlite");
        var program = await NativeAot.PublishAsync(project.File);
        File.Delete(JobsOf(program)); // an earlier run's
        await using var server = await ServerProcess.StartAsync(program);
        await TalkAsync(server);
        await server.StopAsync();
        Assert.True(File.Exists(JobsOf(program)));
    }

    private static async Task TalkAsync(ServerUnderTest server)
    {
        Assert.Contains("/socket", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);
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

    private static string JobsOf(string program) => Path.Combine(Path.GetDirectoryName(program)!, "jobs.db");
}
