// All that is known of a message besides itself
static class Requests
{
    [SocketHandler("type=about")]
    internal static string? About(SocketRequest request) => null;

    [SocketHandler("type=ids")]
    internal static string Ids(SocketRequest request) => $"{request.ConnectionId} {request.RequestId} {request.User?.Id} {request.Data.Length} {request.Aborted.CanBeCanceled}";
}
