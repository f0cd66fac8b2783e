namespace QueueRun.Echo;

/// <summary>A program that sends every message back: what suites of tests for WebSockets talk to.</summary>
public static class EchoServer
{
    /// <summary>The longest message that is echoed.</summary>
    public const int MaxMessageSize = 16 * 1024 * 1024;

    public static Task Main(string[] args) => Build(args).RunAsync();

    public static WebApplication Build(string[] args, Action<QueueRunOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddQueueRun(options =>
        {
            options.MaxMessageSize = MaxMessageSize;
            options.MaxOutboxSize = 2 * MaxMessageSize;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapSockets("/");
        return app;
    }
}

internal static class Echo
{
    [SocketHandler]
    internal static string Text(string data) => data;

    [SocketHandler]
    internal static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> data) => data;
}
