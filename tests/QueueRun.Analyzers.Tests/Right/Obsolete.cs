// An obsolete handler, with a warning only
static class Chat
{
    [Obsolete("use say"), SocketHandler("type=shout")] internal static string Shout(JsonElement data) => data.ToString().ToUpperInvariant();
}
