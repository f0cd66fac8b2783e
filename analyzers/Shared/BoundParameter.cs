using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterSource
{
    // The order is the order in which emitted code binds: the user first, so that 'not authenticated' comes before any other error.
    User,
    UserId,
    Property,
    Message,
    Socket,
    Request,
    Job,
    Token,
    HttpContext,
    Principal,
    Service,
}

/// <summary>A parameter and what it is.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Source">Where its value comes from.</param>
internal sealed record BoundParameter(IParameterSymbol Parameter, ParameterSource Source)
{
    /// <summary>A user or a service that may be missing.</summary>
    public bool Optional { get; init; }

    /// <summary>The index of the route's condition that a property belongs to.</summary>
    public int Condition { get; init; }

    /// <summary>The key of a keyed service.</summary>
    public TypedConstant? Key { get; init; }
}
