using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The program as a Native AOT binary, in a process of its own.</summary>
public sealed class BinaryHost : ServerHost
{
    private static readonly Lazy<Task<string>> _published = new(static () => NativeAot.PublishAsync(
        Repository.PathOf("tests", "QueueRun.TestServer", "QueueRun.TestServer.csproj")));

    /// <summary>The path of the binary, published when it is first asked for.</summary>
    public static Task<string> PublishedAsync() => _published.Value;

    public override async Task<ServerUnderTest> StartAsync(params IEnumerable<string> options)
    {
        NativeAot.SkipWithoutLinker();
        return await ServerProcess.StartAsync(await PublishedAsync(), options);
    }

    public override async Task<string> FailAsync(params IEnumerable<string> options)
        => (await Assert.ThrowsAsync<ServerFailedException>(async () =>
        {
            await using var server = await StartAsync(options);
        })).Message;
}
