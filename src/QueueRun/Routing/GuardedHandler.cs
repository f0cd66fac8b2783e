using QueueRun.Calls;
using QueueRun.Diagnostics;

namespace QueueRun.Routing;

/// <summary>Checks authorization and validation before a handler's method is called.</summary>
/// <param name="handler">The handler.</param>
/// <param name="authorization">Decides whether a client may call it; null if every client may.</param>
/// <param name="validate">Throws the client's error if a message is invalid; null if every message that can be read is valid.</param>
internal sealed class GuardedHandler(HandlerDescriptor handler, HandlerAuthorization? authorization, Func<HandlerCall, ValueTask>? validate)
{
    /// <summary>
    /// Calls the method, or throws the client's error: not authenticated, not authorized, or a message that does not fit.
    /// </summary>
    public async ValueTask InvokeAsync(HandlerCall call)
    {
        call.RequireUsers(handler.Users);
        if (authorization is not null && !await authorization.AllowsAsync(call)) throw new MessageErrorException("not authorized", Outcome.NotAuthorized);
        if (validate is not null) await validate(call);
        if (call.IsOver) throw new OperationCanceledException(); // it was answered while it was checked
        await handler.InvokeAsync(call);
    }
}
