// One default handler for each kind of message
static class Defaults
{
    [SocketHandler] internal static JsonElement Json(JsonElement data) => data;
    [SocketHandler] internal static string Text(string line) => line;
    [SocketHandler] internal static ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> frame) => frame;
}
