namespace QueueRun.Analysis;

/// <summary>The names of types that mark code, of JSON contexts and of modules, and of an assembly that decides what is emitted.</summary>
internal static class MetadataNames
{
    public const string SocketMessage = "QueueRun.SocketMessageAttribute";
    public const string SocketJson = "QueueRun.SocketJsonAttribute";
    /// <summary>The assembly by which several processes share their users.</summary>
    public const string SeveralProcesses = "QueueRun.Redis";
    public const string QueueRunModule = "QueueRun.Hosting.QueueRunModuleAttribute";
}
