namespace QueueRun.Generators;

/// <summary>The names of the generator's steps: tests ask by them what an edit made run again.</summary>
internal static class TrackingNames
{
    public const string Assembly = nameof(Assembly);
    public const string ReferencedModules = nameof(ReferencedModules);
    public const string MarkedTypes = nameof(MarkedTypes);
    public const string MessageClaims = nameof(MessageClaims);
    public const string ModuleContent = nameof(ModuleContent);

    public const string SocketHandlers = nameof(SocketHandlers);
    public const string Authenticators = nameof(Authenticators);
    public const string Connectors = nameof(Connectors);
    public const string OnlineHooks = nameof(OnlineHooks);
    public const string OfflineHooks = nameof(OfflineHooks);
    public const string QueueHandlers = nameof(QueueHandlers);
    public const string ScheduleHandlers = nameof(ScheduleHandlers);
    public const string EntryPoints = nameof(EntryPoints);
    public const string HandlerFiles = nameof(HandlerFiles);

    public const string MessageTypes = nameof(MessageTypes);
    public const string MethodMessages = nameof(MethodMessages);
    public const string JsonContexts = nameof(JsonContexts);
    public const string Messages = nameof(Messages);
    public const string Sends = nameof(Sends);
    public const string SentTypes = nameof(SentTypes);
    public const string SendFiles = nameof(SendFiles);
}
