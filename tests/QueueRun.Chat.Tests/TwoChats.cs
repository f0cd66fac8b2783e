using QueueRun.Tests;

namespace QueueRun.Chat.Tests;

/// <summary>Two processes of the sample over one Redis, for all tests of a class.</summary>
public sealed class TwoChats : IAsyncLifetime
{
    internal RedisServer Redis { get; private set; } = null!;
    internal ChatProgram A { get; private set; } = null!;
    internal ChatProgram B { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsInstalled)
            return;
        Redis = await RedisServer.StartAsync();
        A = await ChatProgram.StartAsync("--QueueRun:Redis:Configuration", Redis.Configuration, "--QueueRun:MaxMessagesPerSecond=100000");
        B = await A.StartAnotherAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!RedisServer.IsInstalled)
            return;
        await B.DisposeAsync();
        await A.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
