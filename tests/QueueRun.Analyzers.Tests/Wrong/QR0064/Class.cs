// On the class, which is partial, by its full name
[{|QR0064:Microsoft.AspNetCore.Authorization.AuthorizeAttribute("staff")|}]
partial class Admin;
partial class Admin
{
    [SocketHandler("type=ban")] internal string Ban(JsonElement data) => data.ToString();
    [SocketHandler("type=mute")] internal string Mute(JsonElement data) => data.ToString();
}
