using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Presence;

/// <summary>A call of a presence hook. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HookCall : EmittedCall
{
    private readonly ISocketUser _user;
    private readonly string _room;

    internal HookCall(PresenceChange change, ISocket socket, IServiceProvider services, CancellationToken token)
    {
        (_user, _room) = (change.User, change.Room);
        Socket = socket;
        Services = services;
        Token = token;
    }

    private protected override IServiceProvider Services { get; }

    /// <summary>A socket whose current user is the hook's user.</summary>
    public ISocket Socket { get; }

    /// <summary>Cancelled when the hook's time is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>The name of the room that the user has joined or left.</summary>
    public string Room() => _room;

    /// <summary>The id of the user.</summary>
    public string UserId() => _user.Id;

    /// <summary>The user; null if it is not of this type.</summary>
    public TUser? UserOrNull<TUser>() where TUser : class => _user as TUser;

    /// <summary>The user, which must be of this type.</summary>
    public TUser User<TUser>() where TUser : class
        => _user as TUser ?? throw new InvalidOperationException($"The user is a {_user.GetType()}, not a {typeof(TUser)}.");
}
