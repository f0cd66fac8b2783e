namespace QueueRun.Diagnostics;

/// <summary>
/// The labels of messages without a route. A route's text contains <c>=</c> or <c>[</c>, so it is never one of these.
/// </summary>
internal static class RouteLabel
{
    public const string Authenticate = "_authenticate";
    public const string DefaultJson = "_default/json";
    public const string DefaultText = "_default/text";
    public const string DefaultBinary = "_default/binary";

    /// <summary>No handler was found or looked for.</summary>
    public const string None = "_none";
}
