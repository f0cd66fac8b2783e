// Hooks of rooms that want a message or a request, and one that answers
using Left = QueueRun.OnLeaveAttribute;

static class Presence
{
    [OnJoin] internal static void Joined(string room, JsonElement {|QR0062:data|}) => Console.WriteLine(room + data);
    [Left] internal static string {|QR0062:Gone|}(string room) => room;
}
