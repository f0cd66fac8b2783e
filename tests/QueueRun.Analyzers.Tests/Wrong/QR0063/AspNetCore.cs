// ASP.NET Core signs in, and its users are SocketUsers
using Me = AppUser;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication();
builder.Services.AddQueueRun();
var app = builder.Build();
app.UseAuthentication();
app.MapSockets("/socket");
app.Run();

sealed class AppUser : ISocketUser { public string Id => ""; }

partial class Program
{
    [SocketHandler("type=me")] internal static string Show(Me? {|QR0063:user|}) => user?.Id ?? "nobody";
}
