namespace QueueRun;

/// <summary>
/// Marks a method that is called when a user's first connection has entered a room. For one user and room, the calls strictly alternate
/// with those of <c>[OnLeave]</c>, never overlap, and end in the true state.
/// </summary>
/// <remarks>
/// Parameters, in any order, all optional: <c>string room</c>, <c>string userId</c> or the user, <see cref="ISocket"/> (its current user is
/// that user), <see cref="PresenceContext"/>, <see cref="CancellationToken"/>, services. The timeout is <see
/// cref="QueueRunOptions.DefaultTimeout"/>. Several methods are called in the ordinal order of their full names.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnJoinAttribute : Attribute;
