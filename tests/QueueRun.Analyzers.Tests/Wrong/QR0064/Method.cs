// A role on a handler
using Microsoft.AspNetCore.Authorization;

static class Admin
{
    [SocketHandler("type=ban"), {|QR0064:Authorize(Roles = "admin")|}] internal static string Ban(JsonElement data) => data.ToString();
}
