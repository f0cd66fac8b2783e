// A hook and an [Authenticate] method with authorization attributes
using Microsoft.AspNetCore.Authorization;

static class Door
{
    [Authenticate, {|QR0065:AllowAnonymous|}] internal static SocketUser? Authenticate(string data) => new(data);
    [OnOnline, {|QR0065:Authorize|}] internal static void Online(string userId) => Console.WriteLine(userId);
    [OnConnect][{|QR0065:Authorize("members")|}] internal static void Connect() { }
}
