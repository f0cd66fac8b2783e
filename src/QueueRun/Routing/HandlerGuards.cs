namespace QueueRun.Routing;

/// <summary>
/// Decides, once for each handler, what is checked before it is called. Most handlers have no checks, and their messages skip this.
/// </summary>
/// <param name="policies">The authorization of each handler.</param>
/// <param name="validators">The validation of each handler's messages.</param>
internal sealed class HandlerGuards(HandlerPolicies policies, MessageValidators validators)
{
    /// <summary>Whether a check of the handler may look at the upgrade request.</summary>
    public bool NeedRequest(HandlerDescriptor handler) => policies.Of(handler) is { NeedsRequest: true };

    /// <summary>The handler with the checks that run before it is called.</summary>
    public RoutedHandler Guard(RoutedHandler handler)
    {
        var descriptor = handler.Descriptor;
        var authorization = policies.Of(descriptor);
        var validate = validators.Of(descriptor);
        if (authorization is null && validate is null) return handler;

        return handler with
        {
            InvokeAsync = new GuardedHandler(descriptor, authorization, validate).InvokeAsync,
            NeedsScope = handler.NeedsScope || validate is not null || authorization is { NeedsScope: true }, // validators may ask for any service
        };
    }
}
