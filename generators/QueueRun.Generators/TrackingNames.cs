namespace QueueRun.Generators;

/// <summary>The names of the generator's steps: tests ask by them what an edit made run again.</summary>
internal static class TrackingNames
{
    public const string Assembly = nameof(Assembly);
    public const string ReferencedModules = nameof(ReferencedModules);
    public const string Routes = nameof(Routes);

    public const string SocketHandlers = nameof(SocketHandlers);
    public const string Authenticators = nameof(Authenticators);
    public const string Connectors = nameof(Connectors);
    public const string OnlineHooks = nameof(OnlineHooks);
    public const string OfflineHooks = nameof(OfflineHooks);
    public const string EntryPoints = nameof(EntryPoints);
    public const string HandlerFiles = nameof(HandlerFiles);
}
