namespace QueueRun;

/// <summary>Marks the parameter that receives the message, if neither its type nor its name says so.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class FromMessageAttribute : Attribute;
