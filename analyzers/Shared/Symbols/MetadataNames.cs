namespace QueueRun.Analysis;

/// <summary>The metadata names of the types that mark code, of JSON contexts and of modules.</summary>
internal static class MetadataNames
{
    public const string SocketMessage = "QueueRun.SocketMessageAttribute";
    public const string SocketJson = "QueueRun.SocketJsonAttribute";
    public const string QueueRunModule = "QueueRun.Hosting.QueueRunModuleAttribute";
}
