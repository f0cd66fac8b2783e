// Parameters with default values
class Rooms;
static class Chat
{
    [SocketHandler("type=a")] internal static string A(JsonElement data = default, CancellationToken token = default, Rooms? rooms = null) => "a";
    [SocketHandler("type=b/[count]")] internal static int B(int count = 5) => count;
}
