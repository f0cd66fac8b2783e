namespace QueueRun;

/// <summary>Who a connection belongs to. An application's own user type implements it.</summary>
public interface ISocketUser
{
    /// <summary>The user's stable id: the same on every device and after every restart, and for as long as a connection lasts. Empty for somebody let in without being anybody.</summary>
    string Id { get; }
}

/// <summary>A user who is known by an id and nothing else.</summary>
/// <param name="Id">The user's stable id.</param>
public record SocketUser(string Id) : ISocketUser
{
    /// <summary>Somebody let in without being anybody: an empty id, no presence, and no user in handlers.</summary>
    public static SocketUser Anonymous { get; } = new("");
}
