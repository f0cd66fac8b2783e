// A scheme on a handler, and through an alias on a handler's class
using Guard = Microsoft.AspNetCore.Authorization.AuthorizeAttribute;

[Guard(Roles = "staff", {|QR0065:AuthenticationSchemes = "Bearer"|})]
static class Admin
{
    [SocketHandler("type=ban"), Guard({|QR0065:AuthenticationSchemes = nameof(Admin)|})] internal static string Ban(JsonElement data) => data.ToString();
}
