// The program's own attribute, which is private
using Microsoft.AspNetCore.Authorization;

static class Admin
{
    [SocketHandler("type=ban"), {|QR0066:StaffOnly|}] internal static string Ban(JsonElement data) => data.ToString();
    private sealed class StaffOnlyAttribute : AuthorizeAttribute;
}
