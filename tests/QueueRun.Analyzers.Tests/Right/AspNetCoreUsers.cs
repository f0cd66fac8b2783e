// Users of ASP.NET Core, and what the upgrade request has
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();
builder.Services.AddQueueRun(options => options.UserId = principal => principal.FindFirstValue("sub"));
var app = builder.Build();
app.MapSockets("/socket").RequireAuthorization();
app.Run();

static class Chat
{
    [SocketHandler("type=me")] internal static string Me(SocketUser user, ClaimsPrincipal principal, HttpContext http) => $"{user.Id} {principal.Identity?.Name} {http.Request.Path}";
    [OnOffline] internal static void Gone(SocketUser user) => Console.WriteLine(user.Id);
}
