using System.ComponentModel;

namespace QueueRun.Routing;

/// <summary>One condition of a route.</summary>
/// <param name="Property">The top-level property's name.</param>
/// <param name="Value">The required value; null if the property must only be present, and neither null nor empty.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RouteCondition(string Property, string? Value = null);
