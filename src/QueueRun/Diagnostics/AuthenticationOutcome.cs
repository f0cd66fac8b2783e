namespace QueueRun.Diagnostics;

/// <summary>The outcomes of a call of <c>[Authenticate]</c>.</summary>
internal static class AuthenticationOutcome
{
    public const string Authenticated = "authenticated";
    public const string Anonymous = "anonymous";
    public const string Undecided = "undecided";
    public const string Failed = "failed";
}
