using Microsoft.AspNetCore.Http;

namespace QueueRun.Redis.Chaos.Node;

internal static class Handlers
{
    [OnConnect]
    internal static SocketUser Connect(HttpContext http) => new(http.Request.Query["as"].ToString());

    [SocketHandler("do=greet/[tag]")]
    internal static Task Greet(string tag, ISocket socket) => AnswerAsync(socket, tag, Task.CompletedTask);

    /// <summary>The user, with all devices.</summary>
    [SocketHandler("do=join/[room]/[tag]")]
    internal static Task Join(string room, string tag, ISocket socket) => AnswerAsync(socket, tag, socket.JoinAsync(room).AsTask());

    [SocketHandler("do=leave/[room]/[tag]")]
    internal static Task Leave(string room, string tag, ISocket socket) => AnswerAsync(socket, tag, socket.LeaveAsync(room).AsTask());

    /// <summary>This device alone.</summary>
    [SocketHandler("do=enter/[room]/[tag]")]
    internal static Task Enter(string room, string tag, ISocket socket) => AnswerAsync(socket, tag, socket.Connection.JoinAsync(room).AsTask());

    private static async Task AnswerAsync(ISocket socket, string tag, Task work)
    {
        string answer;
        try
        {
            await work;
            answer = "done";
        }
        catch (ClusterUnavailableException)
        {
            answer = "unavailable";
        }

        await socket.Connection.SendAsync($"{answer} {tag}");
    }
}
