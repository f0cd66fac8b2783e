namespace QueueRun;

/// <summary>
/// Marks the method that authenticates a connection. It is called with each message of the connection until it returns a user; no other
/// handler sees these messages. Null means: not yet. A user with an empty id means: an anonymous user. A program has at most one.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AuthenticateAttribute : Attribute;
