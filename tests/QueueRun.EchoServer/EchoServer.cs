namespace QueueRun.Echo;

/// <summary>A program that sends every message back, for WebSocket test suites.</summary>
public static class EchoServer
{
    /// <summary>The longest message that is echoed.</summary>
    public const int MaxMessageSize = 16 * 1024 * 1024;

    public static Task Main(string[] args) => Build(args).RunAsync();

    /// <param name="args">The command line, which may contain settings of QueueRun.</param>
    /// <param name="configure">Further configuration of the server.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--QueueRun:MaxMessageSize={MaxMessageSize}", $"--QueueRun:MaxOutboxSize={2 * MaxMessageSize}", .. args]);
        builder.Logging.ClearProviders();
        builder.Services.AddQueueRun();
        configure?.Invoke(builder);
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
