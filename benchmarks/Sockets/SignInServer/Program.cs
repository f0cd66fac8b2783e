using QueueRun;

// QueueRun's server of the benchmarks once more, in which a connection's first message says who it is.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddQueueRun(options => options.KeepAliveInterval = Instruments.KeepAlive(builder.Configuration));
var app = builder.Build();
app.MapSockets("/socket");
await app.StartAsync();
Instruments.Serve();
await app.StopAsync();

internal static class Handlers
{
    [Authenticate]
    internal static SocketUser Authenticate(SignIn data) => new(data.Name);

    [SocketHandler]
    internal static Said Say(Say say) => new(say.Room, "ann", say.Text);
}

[SocketMessage("action", "sign_in")] internal sealed record SignIn(string Name);
[SocketMessage("action", "say")] internal sealed record Say(string Room, string Text);
[SocketMessage("event", "said")] internal sealed record Said(string Room, string From, string Text);
