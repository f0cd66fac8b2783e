// Handlers with authorization attributes of all kinds
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddAuthorization();
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket").RequireAuthorization();
app.Run();

[Authorize(Roles = "staff")]
abstract class Base
{
    [SocketHandler("type=kick"), StaffOnly(DayOfWeek.Monday, null, 1L, 'x', Names = ["a", null], Type = typeof(List<string>))]
    internal static string Kick(JsonElement data) => data.ToString();
}

class Admin : Base
{
    [SocketHandler("type=ban"), Authorize("adults"), Authorize(Roles = "admin, owner")] internal string Ban(JsonElement data, TimeProvider time) => $"{data}{time}";
    [SocketHandler("type=list"), AllowAnonymous] internal string List(TimeProvider time) => $"{time}";
    [OnConnect] internal static void Connect() { }
}

sealed class StaffOnlyAttribute(DayOfWeek day, string? name, long number, char letter, params int[] rest) : AuthorizeAttribute, IAuthorizationRequirementData
{
    public string?[]? Names { get; set; }

    public Type? Type { get; set; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new ClaimsAuthorizationRequirement($"{day}{name}{number}{letter}{rest.Length}", null)];
}
