// A library: whoever uses it adds and maps, and says who users are
static class Library
{
    [SocketHandler("type=me")] internal static string Me(SocketUser user) => user.Id;
    [OnOnline] internal static void Here(string userId) => Console.WriteLine(userId);
}
