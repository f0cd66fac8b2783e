using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The program on the runtime of .NET 11, which stands beside it, in a process of its own.</summary>
public sealed class Net11Host : ServerHost
{
    private static readonly Lazy<Task<string>> _published = new(static () => NativeAot.PublishOnNet11Async(
        Repository.PathOf("tests", "QueueRun.TestServer", "QueueRun.TestServer.csproj"), asNative: false));

    public override async Task<ServerUnderTest> StartAsync(params IEnumerable<string> options) => await ServerProcess.StartAsync(await _published.Value, options);

    public override async Task<string> FailAsync(params IEnumerable<string> options)
        => (await Assert.ThrowsAsync<ServerFailedException>(async () =>
        {
            await using var server = await StartAsync(options);
        })).Message;
}
