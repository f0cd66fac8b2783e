// A program that wants users, and has nobody who says who they are
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

static class Chat
{
    [SocketHandler("type=say")] internal static string Say(JsonElement data, SocketUser {|QR0008:user|}) => $"{user.Id}: {data}";
    [SocketHandler("type=who")] internal static string Who(string {|QR0008:userId|}) => userId;
    [SocketHandler("type=guest")] internal static string Guest(SocketUser? user) => user?.Id ?? "guest";
}
