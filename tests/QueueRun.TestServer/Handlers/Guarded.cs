using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Handlers with authorization attributes.</summary>
internal static class Guarded
{
    [SocketHandler("test=guarded"), Authorize]
    internal static string AnyUser() => "let in";

    [SocketHandler("test=guarded-role"), Authorize(Roles = "admin,owner")]
    internal static string Role() => "let in";

    [SocketHandler("test=guarded-policy"), Authorize("adult")]
    internal static string Policy() => "let in";

    [SocketHandler("test=guarded-twice"), Authorize("adult"), Authorize(Roles = "admin")]
    internal static async Task<string> TwiceAsync()
    {
        await Task.Yield();
        return "let in";
    }

    [SocketHandler("test=guarded-late", Endpoint = "request"), Authorize("late")]
    internal static string Late() => "let in";

    [SocketHandler("test=guarded-own"), AtLeast("level", Of = [3, 4], Why = "own")]
    internal static string Own() => "let in";

    [SocketHandler("test=guarded-user/[number]"), Authorize(Roles = "admin")]
    internal static string User(int number, ISocketUser user) => $"{user.Id} {number}";

    [SocketHandler("test=guarded-stream"), Authorize(Roles = "admin")]
    internal static async IAsyncEnumerable<int> Stream()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    [SocketHandler("test=guarded-rooms"), Authorize(Roles = "admin")]
    internal static Task<string> Rooms(RoomOrder data, ISocket socket) => data.CarryOutAsync(socket, socket);

    [SocketHandler("test=guarded-beside/[line]", TimeoutSeconds = 60, Concurrent = true, Endpoint = "request"), Authorize("late")]
    internal static string Beside(Keyed data, string line, Journal journal)
    {
        journal.Add(data.Key, $"{line} begins");
        return line;
    }

    /// <summary>Its authorization may take longer than its timeout.</summary>
    [SocketHandler("test=guarded-brief/[line]", TimeoutSeconds = 0.2, Endpoint = "request"), Authorize("late")]
    internal static string Brief(Keyed data, string line, Journal journal) => Beside(data, line, journal);

    [SocketHandler("test=principal")]
    internal static string Principal(ClaimsPrincipal principal) => principal.IsInRole("admin") ? "an admin" : "somebody";
}

/// <summary>A class with an authorization attribute for its handlers.</summary>
[Authorize(Roles = "admin")]
internal class GuardedBase;

/// <summary>Handlers of this class inherit the attribute of the base class.</summary>
internal sealed class GuardedClass : GuardedBase
{
    [SocketHandler("test=guarded-class")]
    internal static string OfClass() => "let in";

    [SocketHandler("test=guarded-class-open"), AllowAnonymous]
    internal static string Open() => "let in";
}

/// <summary>The program's own attribute, with a requirement instead of a policy.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AtLeastAttribute(string claim) : Attribute, IAuthorizationRequirementData
{
    public int[] Of { get; set; } = [];

    public string? Why { get; set; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements()
        => [new Microsoft.AspNetCore.Authorization.Infrastructure.ClaimsAuthorizationRequirement(claim, Of.Select(value => value.ToString()))];
}

/// <summary>A requirement that is met asynchronously, by users with the claim <c>late</c>.</summary>
internal sealed class LateRequirement : IAuthorizationRequirement;

/// <summary>An authorization handler that is created for each message. Connections with <c>?held=gate</c> wait at this gate.</summary>
internal sealed class LateAuthorization(Journal journal, EachMessage each, Gates gates) : AuthorizationHandler<LateRequirement, HttpContext>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, LateRequirement requirement, HttpContext resource)
    {
        await Task.Yield();
        if (resource.Request.Query["journal"] is [{ } key]) journal.Add(key, $"asked in scope {(each.Number > 0 ? "yes" : "no")}");
        if (resource.Request.Query["held"] is [{ } gate])
        {
            each.Key = gate; // the journal gets a line when the call has ended
            journal.Add(gate, "asked");
            await gates.WaitAsync(gate);
        }

        if (context.User.HasClaim(claim => claim.Type == "late")) context.Succeed(requirement);
    }
}
