using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>What all conversations share.</summary>
internal sealed record ConversationServices(
    HandlerTable Handlers,
    WaitingRoom Waiting,
    SocketServices Sockets,
    QueueRunOptions Options,
    TimeProvider Time,
    IServiceProvider Root,
    ILogger<Conversation> Log,
    DistributedContextPropagator Propagator)
{
    public MessageEncoding Encoding => Sockets.Encoding;

    public IUserDirectory Users => Sockets.Users;

    /// <summary>The calls that no connection has at the moment.</summary>
    public CallPool Calls { get; } = new();
}
