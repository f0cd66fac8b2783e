namespace QueueRun;

/// <summary>Marks a method that is called when a user's first connection is authenticated.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnOnlineAttribute : Attribute;
