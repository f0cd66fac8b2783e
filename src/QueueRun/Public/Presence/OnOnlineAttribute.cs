namespace QueueRun;

/// <summary>Marks a method that is called when a user's first connection is authenticated.</summary>
/// <remarks>
/// Parameters, in any order, all optional: <c>string userId</c> or the user, <see cref="ISocket"/> (its current user is that user), <see
/// cref="PresenceContext"/>, <see cref="CancellationToken"/>, services. The timeout is <see cref="QueueRunOptions.DefaultTimeout"/>.
/// Several methods are called in the ordinal order of their full names.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnOnlineAttribute : Attribute;
