// A controller that sends, and has handlers besides its actions
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

[ApiController, Authorize]
public class NewsController(ISocket socket) : ControllerBase
{
    [HttpPost("/news"), Authorize(Roles = "editor")] public async Task<int> Post(string text) => (await socket.To("ann").SendAsync(new { text })).Recipients;
    [SocketHandler("type=news")] public static string News() => "none";
}
