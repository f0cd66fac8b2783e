using System.Security.Claims;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>The program's own user type.</summary>
public record Member(string Id, string Title) : ISocketUser;

/// <summary>A user whose id cannot be told: code of the program that fails where only QueueRun's own runs.</summary>
public sealed record Unnameable() : Member("", "unnameable"), ISocketUser
{
    string ISocketUser.Id => throw new InvalidOperationException("This user cannot be named.");
}

/// <summary>A member with a role.</summary>
public sealed record Officer(string Id, string Role) : Member(Id, "officer"), ISocketUser
{
    ClaimsPrincipal? ISocketUser.Principal { get; } = new(new ClaimsIdentity([new(ClaimTypes.Role, Role)], "program"));
}

/// <summary>The first message of a connection that nobody else has decided.</summary>
public sealed record SignIn(string? User, string? Title, string? Trouble);

internal static class Identity
{
    /// <summary>
    /// <c>?member=id</c> is a member, also an empty one; <c>?hold=name</c> waits at a gate; <c>?reject=status</c> refuses.
    /// </summary>
    [OnConnect]
    internal static async Task<ISocketUser?> ConnectAsync(HttpContext context, Journal journal, Gates gates, CancellationToken token)
    {
        var query = context.Request.Query;
        if (query["journal"] is [{ } key]) journal.Add(key, "connect");
        if (query["hold"] is [{ } gate])
        {
            journal.Add(gate, "connect held");
            try
            {
                await gates.WaitAsync(gate, token);
            }
            catch (OperationCanceledException)
            {
                journal.Add(gate, "connect cancelled");
                throw;
            }
        }

        if (query["reject"] is [{ } status]) throw new SocketRejectedException(int.Parse(status), query["reason"] is [{ } reason] ? reason : null);
        if (query["trouble"] is [{ } trouble]) throw new InvalidOperationException($"Trouble while connecting: {trouble}.");
        return query["member"] is [{ } id] ? new Member(id, "decided at connect") : null;
    }

    /// <summary>
    /// <c>{"user":"ann"}</c> is Ann, <c>{"user":""}</c> is let in without being anybody, <c>{"user":null}</c> is not decided yet.
    /// </summary>
    [Authenticate]
    internal static async Task<Member?> AuthenticateAsync(
        SignIn data, SocketRequest request, ClaimsPrincipal principal, ISocket socket, Journal journal, Gates gates, CancellationToken token)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        journal.Add(principal.FindFirst("journal")?.Value ?? request.ConnectionId, "authenticate");
        switch (data.Trouble)
        {
            case "step":
                await socket.SendAsync(new { step = data.Title }, token);
                return null;
            case "join":
                await socket.JoinAsync(data.Title!, token);
                return data.User is { } user ? new Member(user, "was in a room before") : null;
            case "late":
                await gates.WaitAsync(data.User!, CancellationToken.None);
                break;
        }

        return data switch
        {
            { Trouble: "unnameable" } => new Unnameable(),
            { Trouble: "late" } => new Member(data.User!, "too late"),
            { Trouble: "told" } => throw new SocketErrorException("wrong password"),
            { Trouble: not null } => throw new InvalidOperationException("Trouble while signing in."),
            { User: null } => null,
            { Title: "admin" } => new Officer(data.User, "admin"),
            { User: var id } => new Member(id, data.Title ?? "member"),
        };
    }
}
