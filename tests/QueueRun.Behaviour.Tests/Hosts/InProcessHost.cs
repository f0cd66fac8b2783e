using Microsoft.AspNetCore.Builder;
using QueueRun.Bare;
using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>The program in this process, compiled just in time, on Kestrel and loopback.</summary>
public sealed class InProcessHost : ServerHost
{
    public override async Task<ServerUnderTest> StartAsync(params IEnumerable<string> options)
        => await InProcessServer.StartAsync(Server.Build([.. InProcessServer.Arguments, .. options]));

    public override async Task<string> FailAsync(params IEnumerable<string> options)
    {
        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var server = await StartAsync(options);
        });
        Assert.NotNull(failure);
        return failure.ToString();
    }
}

/// <summary>A web application of this process.</summary>
public sealed class InProcessServer : ServerUnderTest
{
    private readonly WebApplication _app;

    private InProcessServer(WebApplication app) : base(new Uri(app.Urls.First())) => _app = app;

    public static string[] Arguments { get; } = ["--urls=http://127.0.0.1:0", "--environment=Production"];

    public static async Task<ServerUnderTest> StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return new InProcessServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The program without default handlers and without anything that authenticates.</summary>
    public static Task<ServerUnderTest> StartBareAsync() => StartAsync(BareServer.Build(Arguments));

    public override Task StopAsync() => _app.StopAsync().WithinLimitAsync("the server to stop");

    protected override ValueTask DisposeServerAsync() => _app.DisposeAsync();
}
