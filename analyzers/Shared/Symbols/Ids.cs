namespace QueueRun.Analysis;

/// <summary>The ids of the diagnostics. An id is never used again for another rule.</summary>
internal static class Ids
{
    public const string NotAccessible = "QR0001";
    public const string NotAHandler = "QR0002";
    public const string ReturnNotSupported = "QR0003";
    public const string RouteTaken = "QR0004";
    public const string RouteMalformed = "QR0005";
    public const string RoutesOverlap = "QR0006";
    public const string TimeoutOutOfRange = "QR0007";
    public const string NeverReached = "QR0008";
    public const string RouteOnTextOrBinary = "QR0009";
    public const string Blocks = "QR0010";
    public const string LongWithoutToken = "QR0011";
    public const string CalledOnHub = "QR0012";
    public const string SecretInRoute = "QR0013";
    public const string KeptTooLong = "QR0014";
    public const string ObjectReturned = "QR0015";
    public const string SecondMessage = "QR0020";
    public const string ParameterUndecided = "QR0021";
    public const string ParameterNotSupported = "QR0022";
    public const string RoutePropertyNotReadable = "QR0023";
    public const string RoutePropertyUnused = "QR0024";
    public const string MessageAsService = "QR0025";
    public const string NoJson = "QR0040";
    public const string MessageClaimed = "QR0041";
    public const string PropertyCollides = "QR0042";
    public const string OpenTypeSent = "QR0043";
    public const string ObjectSent = "QR0044";
    public const string JsonSettingWrong = "QR0045";
    public const string SentFromRazor = "QR0046";
    public const string ObjectInside = "QR0050";
    public const string SecondAuthentication = "QR0060";
    public const string NobodyAuthenticates = "QR0061";
    public const string LifecycleSignature = "QR0062";
    public const string UserNeverReturned = "QR0063";
    // QR0064 is not used again: it reported that [Authorize] had no effect on a handler.
    public const string AuthorizationIgnored = "QR0065";
    public const string AuthorizationHidden = "QR0066";
    public const string EndpointUnknown = "QR0067";
    public const string NotAwaited = "QR0080";
    public const string TooManyNamed = "QR0081";
    public const string NobodyCurrent = "QR0082";
    public const string TooManyAllowed = "QR0083";
    public const string NobodyNamed = "QR0084";
    public const string ScopedInHostedService = "QR0085";
    public const string AnonymousPassedOn = "QR0086";
    public const string RoomJoinsRoom = "QR0087";
    public const string RoomNameWrong = "QR0088";
    public const string QueueTaken = "QR0100";
    public const string ScheduleWrong = "QR0101";
    public const string NoJob = "QR0102";
    public const string QueueNameMalformed = "QR0103";
    public const string NotAdded = "QR0120";
    public const string LeftOutOfGenerated = "QR0122";
    public const string ClientNameTaken = "QR0150";
    public const string ShapeUnknown = "QR0151";
    public const string ClientNameMalformed = "QR0152";
}
