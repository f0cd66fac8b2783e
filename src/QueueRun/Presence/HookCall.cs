using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Presence;

/// <summary>A call of a presence hook. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HookCall : EmittedCall
{
    private readonly ISocketUser _user;
    private readonly string _room;

    internal HookCall(PresenceChange change, PresenceContext context, ISocket socket, IServiceProvider services, CancellationToken token)
    {
        (_user, _room, Context) = (change.User, change.Room, context);
        Socket = socket;
        Services = services;
        Token = token;
    }

    private protected override IServiceProvider Services { get; }

    /// <summary>A socket whose current user is the hook's user.</summary>
    public ISocket Socket { get; }

    /// <summary>Cancelled when the hook's time is over, or another process may call the user's hooks.</summary>
    public CancellationToken Token { get; }

    /// <summary>The number of the call, and whether it may be a repeated one.</summary>
    public PresenceContext Context { get; }

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
