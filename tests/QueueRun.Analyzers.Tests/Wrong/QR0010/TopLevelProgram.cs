// In a program of statements, behind a condition
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.RunAsync().Wait();

static class Chat
{
    [Authenticate]
    internal static SocketUser? Who(JsonElement data, HttpClient http)
    {
        var answer = http.GetStringAsync("https://example.org/" + data);
        return answer?.{|QR0010:Result|} is { Length: > 0 } name ? new(name) : null;
    }
}
