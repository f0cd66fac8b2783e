// The company's own attribute, on a controller's handler
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

sealed class StaffOnlyAttribute : AuthorizeAttribute;

[Authorize]
public class Users : ControllerBase
{
    [HttpGet("/users")] public string List() => "ann";
    [SocketHandler("type=users"), {|QR0064:StaffOnly|}] public static string ListToo() => "ann";
}
