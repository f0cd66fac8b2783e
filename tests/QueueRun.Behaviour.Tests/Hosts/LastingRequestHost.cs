using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>The program in this process, where upgrade requests last as long as their connections.</summary>
public sealed class LastingRequestHost : ServerHost
{
    private const string Option = "--QueueRun:EndRequestAfterUpgrade=false";

    public override async Task<ServerUnderTest> StartAsync(params IEnumerable<string> options)
        => await InProcessServer.StartAsync(Server.Build([.. InProcessServer.Arguments, Option, .. options]));

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
