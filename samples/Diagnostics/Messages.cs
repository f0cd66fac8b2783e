using System.Text.Json.Serialization;

[assembly: SocketJson(DefaultIgnoreCondition = JsonIgnoreCondition.Always)]

namespace Diagnostics;

record Callback(string Name, Action Run);

[SocketMessage("joined")]
record Joined(string User);

[SocketMessage("joined")]
record Entered(string User);

[SocketMessage("left")]
record Left(string User, string Type);

static class Messages
{
    internal static async Task SendAll<T>(ISocket socket, T message)
    {
        await socket.To("ann").SendAsync(new Callback("call", () => { }));
        await socket.To("ann").SendAsync(message);
        await socket.To("ann").SendAsync<object>(new Joined("bob"));
        await socket.To("ann").SendAsync(new { user = "bob", details = (object)new Joined("bob") });
    }
}
