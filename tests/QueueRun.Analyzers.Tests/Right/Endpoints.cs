// Minimal endpoints that send to the user of their request
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/a");
app.MapSockets("/b").RequireCors("other");
app.MapPost("/tell", async (ISocket socket, string text) => (await socket.SendAsync(new { text })).Recipients);
app.MapGet("/online/{user}", (ISockets sockets, string user, CancellationToken token) => sockets.IsOnlineAsync(user, token));
app.MapDelete("/user/{user}", (ISockets sockets, string user) => sockets.To(user).CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "banned"));
app.Run();
