#nullable enable
using QueueRun;

namespace Every.Thing.Annotated;

internal sealed record Maybe(string? Text, List<string?>? Texts, Maybe? Inner);

internal static class Handlers
{
    [SocketHandler("[text]/maybe=1")]
    internal static Maybe? Answer(string? text, Maybe data, SocketUser? user, ILogger<string>? log = null)
        => user is null ? null : data with { Text = log is null ? null : text };

    [SocketHandler("annotated=1")]
    internal static async Task<List<Maybe?>?> ListAsync(Maybe data, ISocket socket, CancellationToken token)
    {
        await socket.SendAsync(new { list = data.Texts, data.Text }, token);
        return data.Inner is null ? null : [data.Inner, null];
    }
}
