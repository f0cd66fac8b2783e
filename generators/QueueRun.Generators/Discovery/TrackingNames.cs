namespace QueueRun.Generators;

/// <summary>
/// The names of the generator's steps, by which tests check which steps an edit has run again. The step of a kind of marked methods is
/// named in its row.
/// </summary>
internal static class TrackingNames
{
    public const string Assembly = nameof(Assembly);
    public const string ReferencedModules = nameof(ReferencedModules);
    public const string MarkedTypes = nameof(MarkedTypes);
    public const string MessageClaims = nameof(MessageClaims);
    public const string ModuleContent = nameof(ModuleContent);

    public const string EntryPoints = nameof(EntryPoints);
    public const string HandlerFiles = nameof(HandlerFiles);

    public const string MessageTypes = nameof(MessageTypes);
    public const string MethodMessages = nameof(MethodMessages);
    public const string JsonContexts = nameof(JsonContexts);
    public const string Messages = nameof(Messages);
    public const string MessageLayout = nameof(MessageLayout);
    public const string MessageNeeds = nameof(MessageNeeds);
    public const string Sends = nameof(Sends);
    public const string SentTypes = nameof(SentTypes);
    public const string SendFiles = nameof(SendFiles);

    public const string Operations = nameof(Operations);
    public const string Authentication = nameof(Authentication);
    public const string MarkedMessages = nameof(MarkedMessages);
    public const string SentMessages = nameof(SentMessages);
    public const string Contract = nameof(Contract);
}
