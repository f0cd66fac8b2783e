// A hook that wants what only a message has
partial class Presence
{
    [QueueRun.OnOfflineAttribute] internal static void Gone(string userId, SocketRequest {|QR0062:request|}, JsonElement {|QR0062:data|}) => Console.WriteLine(userId + request + data);
}
