using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>The program's own user type.</summary>
public sealed record Member(string Id, string Title) : ISocketUser;

/// <summary>The first message of a connection that nobody else has decided.</summary>
public sealed record SignIn(string? User, string? Title, string? Trouble);

internal static class Identity
{
    [OnConnect]
    internal static ISocketUser? Connect(HttpContext context, Journal journal)
    {
        var query = context.Request.Query;
        if (query["journal"] is [{ } key]) journal.Add(key, "connect");
        if (query["reject"] is [{ } status]) throw new SocketRejectedException(int.Parse(status), "not today");
        if (query["trouble"] is [_]) throw new InvalidOperationException("Trouble while connecting.");
        return query["member"] is [{ } id] ? new Member(id, "decided at connect") : null;
    }

    /// <summary>
    /// <c>{"user":"ann"}</c> is Ann, <c>{"user":""}</c> is let in without being anybody, <c>{"user":null}</c> is not decided yet.
    /// </summary>
    [Authenticate]
    internal static async Task<Member?> AuthenticateAsync(SignIn data, SocketRequest request, Journal journal, CancellationToken token)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        journal.Add(request.ConnectionId, "authenticate");
        return data switch
        {
            { Trouble: "told" } => throw new SocketErrorException("wrong password"),
            { Trouble: not null } => throw new InvalidOperationException("Trouble while signing in."),
            { User: null } => null,
            { User: var id } => new Member(id, data.Title ?? "member"),
        };
    }
}
