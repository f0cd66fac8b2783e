// A class's attribute that is local to its file and has its own requirement
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

[NightShift(2)]
static class Admin
{
    [SocketHandler("type=ban")] internal static string {|QR0066:Ban|}(JsonElement data) => data.ToString();
    [SocketHandler("type=mute")] internal static string {|QR0066:Mute|}(JsonElement data) => data.ToString();
}

file sealed class NightShiftAttribute(int hours) : Attribute, IAuthorizationRequirementData
{
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new ClaimsAuthorizationRequirement("shift", [$"{hours}"])];
}
