// Before the upgrade: a user of its own, a refusal, or nothing
static class Door
{
    [OnConnect]
    internal static async Task<SocketUser?> Open(HttpContext context, CancellationToken token)
    {
        await Task.Yield();
        if (context.Request.Query["version"] == "1") throw new SocketRejectedException(StatusCodes.Status426UpgradeRequired, "version 2 is needed");
        return context.Request.Query["name"].ToString() is { Length: > 0 } name && !token.IsCancellationRequested ? new(name) : null;
    }
}
