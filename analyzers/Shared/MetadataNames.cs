namespace QueueRun.Analysis;

/// <summary>The names by which marked methods and types are found.</summary>
internal static class MetadataNames
{
    public const string SocketHandler = "QueueRun.SocketHandlerAttribute";
    public const string SocketMessage = "QueueRun.SocketMessageAttribute";
    public const string Authenticate = "QueueRun.AuthenticateAttribute";
    public const string OnConnect = "QueueRun.OnConnectAttribute";
    public const string OnOnline = "QueueRun.OnOnlineAttribute";
    public const string OnOffline = "QueueRun.OnOfflineAttribute";
    public const string QueueHandler = "QueueRun.QueueHandlerAttribute";
    public const string ScheduleHandler = "QueueRun.ScheduleHandlerAttribute";
    public const string SocketJson = "QueueRun.SocketJsonAttribute";
    public const string QueueRunModule = "QueueRun.Hosting.QueueRunModuleAttribute";
}
