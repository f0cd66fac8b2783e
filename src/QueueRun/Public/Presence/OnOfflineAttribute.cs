namespace QueueRun;

/// <summary>
/// Marks a method that is called when a user's last connection has closed and the user has not come back within
/// <see cref="QueueRunOptions.OfflineDelay"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnOfflineAttribute : Attribute;
