namespace QueueRun;

/// <summary>
/// Marks the method that says who a connection belongs to. It is called with a connection's messages until it returns a user;
/// the message it was called with is consumed. Null means not yet; a user with an empty id means nobody in particular.
/// At most one in a program.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AuthenticateAttribute : Attribute;

/// <summary>
/// Marks the method that is called before the upgrade, with the <see cref="Microsoft.AspNetCore.Http.HttpContext"/> and services.
/// It may return the user, or throw <see cref="SocketRejectedException"/>; null or void leaves the question open.
/// At most one in a program.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnConnectAttribute : Attribute;

/// <summary>Marks a method that is called when a user's first connection is authenticated.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnOnlineAttribute : Attribute;

/// <summary>
/// Marks a method that is called when a user's last connection has closed, after <see cref="QueueRunOptions.OfflineDelay"/>,
/// if it is still closed then.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnOfflineAttribute : Attribute;

/// <summary>Marks the parameter that receives the message, where its type and name do not already say so.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class FromMessageAttribute : Attribute;
