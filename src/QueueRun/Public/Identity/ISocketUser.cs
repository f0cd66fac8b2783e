using System.Security.Claims;
using System.Text.Json.Serialization;

namespace QueueRun;

/// <summary>The user of a connection. An application's own user type implements it.</summary>
public interface ISocketUser
{
    /// <summary>
    /// The user's stable id: the same on every device, after every restart, and as long as a connection lasts. Empty for an anonymous user.
    /// </summary>
    string Id { get; }

    /// <summary>
    /// The user's claims and roles: <c>[Authorize]</c> on handlers checks them, and handlers take them as <see cref="ClaimsPrincipal"/>. It
    /// is read for each message, but not if the id is empty. Default: null, which means the principal of ASP.NET Core's authentication;
    /// that one is anonymous if the upgrade request was.
    /// </summary>
    [JsonIgnore]
    ClaimsPrincipal? Principal => null;
}
