using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Routing;
using QueueRun.Wire;

namespace QueueRun.Hosting;

/// <summary>The upgrade request: whether it may connect, who it is, and the connection until it is over.</summary>
internal sealed class SocketEndpoint(
    ModuleBuilder module, ConversationServices conversations, ConnectionSettings connections, ConnectionTable table,
    IHostApplicationLifetime lifetime, IOptions<QueueRunOptions> options, TimeProvider time, ILogger<SocketEndpoint> log)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private readonly QueueRunOptions _options = options.Value;
    private readonly ConnectDescriptor? _connector = HandlerTable.Single(module.Connectors, connector => connector.Name, "[OnConnect]");

    public async Task HandleAsync(HttpContext context)
    {
        if (Handshake.Check(context) is { } wrong)
        {
            await Handshake.WriteAsync(wrong, context);
            return;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The server is shutting down.");
            return;
        }

        if (!Origin.IsAllowed(context.Request, _options.AllowedOrigins))
        {
            log.OriginRefused(context.Request.Headers.Origin.ToString(), context.Request.Host.Value);
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "This origin may not connect.");
            return;
        }

        // Only code of this process can have put one there: a test's client that connects as a user.
        var user = context.Features.Get<ISocketUser>();
        try
        {
            if (user is null && _connector is not null) user = await _connector.InvokeAsync(new(context));
        }
        catch (SocketRejectedException rejected)
        {
            await RefuseAsync(context, rejected.StatusCode, rejected.Body);
            return;
        }

        if (user is null && context.User.Identity is { IsAuthenticated: true })
        {
            if (_options.UserId(context.User) is not { Length: > 0 } id)
            {
                log.NoUserId();
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "The user has no id.");
                return;
            }

            user = new SocketUser(id);
        }

        if (user is { Id.Length: > 0 } && !await conversations.Users.HasRoomAsync(user.Id))
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "The user has too many connections.");
            return;
        }

        var waits = user is null && conversations.Handlers.Authenticator is not null;
        if (waits && !conversations.Waiting.TryEnter())
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many connections wait to be authenticated.");
            return;
        }

        ITransport transport;
        try
        {
            transport = await Handshake.AcceptAsync(context, _options.MaxMessageSize);
        }
        catch
        {
            if (waits) conversations.Waiting.Leave();
            throw;
        }

        await RunAsync(context, transport, user);
    }

    private async Task RunAsync(HttpContext context, ITransport transport, ISocketUser? user)
    {
        var connection = new Connection(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), transport, context, connections);
        var conversation = new Conversation(conversations, connection);
        conversation.Start(user);
        using var expiration = CloseWhenExpired(context, connection);
        var running = table.RunAsync(connection, conversation);

        // Shutdown may have looked at the table just before the connection was in it.
        if (lifetime.ApplicationStopping.IsCancellationRequested) await connection.ShutDownAsync(new(canceled: true), new(canceled: true));
        await running;
    }

    /// <summary>A connection does not outlive the ticket that let it in.</summary>
    private ITimer? CloseWhenExpired(HttpContext context, Connection connection)
    {
        if (!_options.CloseOnExpiration
            || context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is not { } expires)
        {
            return null;
        }

        ITimer timer = null!;
        timer = time.CreateDetachedTimer(_ => Check(), connection);
        Check();
        return timer;

        void Check()
        {
            var left = expires - time.GetUtcNow();
            if (left <= TimeSpan.Zero) connection.Close(1008, "expired");
            else timer.Change(left < OneDay ? left : OneDay, Timeout.InfiniteTimeSpan); // a timer takes at most 49 days
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string? message)
    {
        context.Response.StatusCode = status;
        if (message is null) return;

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(message);
    }
}
