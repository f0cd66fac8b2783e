// Somebody may be let in without being anybody
static class Door
{
    [Authenticate] internal static SocketUser Open(string data) => data == "guest" ? SocketUser.Anonymous : new(data);
    [SocketHandler("type=who")] internal static string Who(SocketUser? user) => user?.Id ?? "a guest";
}
