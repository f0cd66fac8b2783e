// What an HTTP endpoint returns, by an alias of its type
using Answer = Microsoft.AspNetCore.Http.IResult;

static class Chat
{
    [SocketHandler("type=ping")] internal static Answer {|QR0003:Ping|}() => Results.Ok("pong");
}
