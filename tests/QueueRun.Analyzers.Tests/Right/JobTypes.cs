// Jobs of many types: text, bytes, JSON as it is, lists, numbers, messages
[SocketMessage("say")] record Say(string Text);

static class Jobs
{
    [QueueHandler] internal static void Text(string job) { }
    [QueueHandler] internal static void Bytes(byte[] job) { }
    [QueueHandler] internal static void Memory(ReadOnlyMemory<byte> job) { }
    [QueueHandler] internal static void Json(JsonElement job) { }
    [QueueHandler] internal static void Numbers(List<int?> job) { }
    [QueueHandler] internal static void Number(long job) { }
    [QueueHandler] internal static void Message(Say job) { }
}
