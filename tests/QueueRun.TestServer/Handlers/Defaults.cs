using System.Text.Json;

namespace QueueRun.TestServer;

/// <summary>What takes the messages that no route takes, one for each kind.</summary>
internal static class Defaults
{
    [SocketHandler]
    internal static DefaultReply Json(JsonElement data) => new("json", data);

    [SocketHandler]
    internal static string Text(string data) => $"text: {data}";

    /// <summary>Answers with the bytes backwards.</summary>
    [SocketHandler]
    internal static byte[] Binary(ReadOnlyMemory<byte> data)
    {
        var backwards = data.ToArray();
        Array.Reverse(backwards);
        return backwards;
    }
}

internal sealed record DefaultReply(string Default, JsonElement Data);
