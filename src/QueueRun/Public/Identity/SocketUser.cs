using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;

namespace QueueRun;

/// <summary>A user with an id, and optionally a principal with claims and roles.</summary>
/// <param name="Id">The user's stable id.</param>
public record SocketUser(string Id) : ISocketUser
{
    /// <summary>An anonymous user: an empty id, no presence, and no user in handlers.</summary>
    public static SocketUser Anonymous { get; } = new("");

    /// <inheritdoc />
    /// <remarks>It is not part of the user's JSON.</remarks>
    [JsonIgnore]
    public ClaimsPrincipal? Principal { get; init; }

    /// <summary>Whether both have the same type and id. The principal is not compared.</summary>
    public virtual bool Equals(SocketUser? other) => other is not null && EqualityContract == other.EqualityContract && Id == other.Id;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Id);

    /// <summary>Writes the id, but not the principal.</summary>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append("Id = ").Append(Id);
        return true;
    }
}
