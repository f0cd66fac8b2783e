using System.ComponentModel;
using QueueRun.Calls;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>One attempt at a job, from which emitted code binds the method's parameters. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JobCall : MessageCall
{
    internal JobCall(JobContext job, ReadOnlyMemory<byte> payload, ISocket socket, IServiceProvider services, MessageReading reading)
        => (Job, Content, Socket, Services, Reading) = (job, payload, socket, services, reading);

    private protected override IServiceProvider Services { get; }

    private protected override ReadOnlyMemory<byte> Content { get; }

    private protected override MessageReading Reading { get; }

    /// <summary>The job's id, attempt, times and user, for methods with a <see cref="JobContext"/> parameter.</summary>
    public JobContext Job { get; }

    /// <summary>A socket whose current user is the job's.</summary>
    public ISocket Socket { get; }

    /// <summary>Cancelled at the timeout, and when the program stops.</summary>
    public CancellationToken Token => Job.Aborted;

    /// <summary>The id of the user who pushed the job; fails if there is none.</summary>
    public string UserId() => UserIdOrNull() ?? throw new JobFailedException("The handler takes a user, but the job belongs to no user.");

    /// <summary>The id of the user who pushed the job, or null.</summary>
    public string? UserIdOrNull() => Job.UserId;

    /// <summary>The user who pushed the job; fails if there is none.</summary>
    public TUser User<TUser>() where TUser : class, ISocketUser => (TUser)(ISocketUser)new SocketUser(UserId());

    /// <summary>The user who pushed the job, or null.</summary>
    public TUser? UserOrNull<TUser>() where TUser : class, ISocketUser => UserIdOrNull() is null ? null : User<TUser>();

    /// <summary>The method has really ended.</summary>
    internal void End() => DisposeDocument();
}
