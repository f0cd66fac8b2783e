// AddQueueRun as a method group, MapSockets as a static call
Func<IServiceCollection, Action<QueueRunOptions>?, QueueRunBuilder> add = QueueRunServices.AddQueueRun;
var builder = WebApplication.CreateSlimBuilder(args);
add(builder.Services, null);
var app = builder.Build();
QueueRunEndpoints.MapSockets(app, "/socket");
app.Run();

static class Chat { [SocketHandler] internal static string Echo(string data) => data; }
