namespace QueueRun;

/// <summary>
/// Marks the method that is called before the upgrade, with the <see cref="Microsoft.AspNetCore.Http.HttpContext"/> and services. It may
/// return the user, or throw <see cref="SocketRejectedException"/>; if it returns null or void, the user is still to be authenticated. A
/// program has at most one.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnConnectAttribute : Attribute;
