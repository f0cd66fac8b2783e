using System.ComponentModel;

namespace QueueRun.Calls;

/// <summary>A service that an emitted call needs.</summary>
/// <param name="Type">The service's type.</param>
/// <param name="Key">The key of a keyed service, or null.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ServiceRequest(Type Type, object? Key = null)
{
    /// <summary>Whether the call fails without the service. False also in libraries whose generator did not yet emit this.</summary>
    public bool IsRequired { get; init; }
}
