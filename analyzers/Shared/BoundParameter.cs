using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The source of a parameter's value.</summary>
internal enum ParameterSource
{
    // Emitted code binds in this order: the user first, so that 'not authenticated' is reported before any other error.
    User,
    UserId,
    Room,
    Property,
    Message,
    Socket,
    Request,
    Job,
    Context,
    Token,
    HttpContext,
    Principal,
    Service,
}

/// <summary>A parameter and the source of its value.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Source">The source of its value.</param>
internal sealed record BoundParameter(IParameterSymbol Parameter, ParameterSource Source)
{
    /// <summary>Whether the user, property or service may be missing.</summary>
    public bool Optional { get; init; }

    /// <summary>
    /// For a property, the index of its condition in the route; for an optional one, its index among the route's optional properties.
    /// </summary>
    public int Index { get; init; }

    /// <summary>The value of an optional property that is missing; null for the default of its type.</summary>
    public JsonDefault? Default { get; init; }

    /// <summary>The key of a keyed service.</summary>
    public TypedConstant? Key { get; init; }
}
