using QueueRun;

namespace @namespace.@class;

[SocketMessage("event", "said")]
internal sealed record @event(string @string, int @int);

internal static class @static
{
    [SocketHandler("[string]/keyword=1")]
    internal static @event @return(string @string, @event data) => data with { @string = data.@string + @string };
}

internal static class @outer
{
    internal sealed record Part(int X);

    internal sealed class Inner(Every.Thing.Visits visits, ISocket socket) : IDisposable
    {
        [SocketHandler("nested=1")]
        internal async Task<Part> CountAsync(Part data, CancellationToken token)
        {
            await socket.SendAsync(new { visits = visits.Count }, token);
            return new(data.X + 1);
        }

        public void Dispose() => visits.Disposed();
    }
}

file static class Hidden
{
    internal static string Text(string text) => text + "!";
}

internal static class Shouting
{
    [SocketHandler]
    internal static string Shout(string text) => Hidden.Text(text);
}
