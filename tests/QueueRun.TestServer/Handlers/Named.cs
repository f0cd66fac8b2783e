namespace QueueRun.TestServer;

/// <summary>Handlers of named endpoints.</summary>
[SocketEndpoint("admin")]
internal static class Named
{
    [SocketHandler("test=where")]
    internal static string Admin() => "admin";

    [SocketHandler("test=where", Endpoint = "staff")]
    internal static string Staff() => "staff";

    [SocketHandler("test=admin-only")]
    internal static string Only(ISocketUser? user) => user?.Id ?? "nobody";
}
