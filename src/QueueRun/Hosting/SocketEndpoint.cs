using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Routing;
using QueueRun.Wire;

namespace QueueRun.Hosting;

/// <summary>Handles the upgrade request: checks it, identifies the user, and runs the connection until it has ended.</summary>
internal sealed class SocketEndpoint(
    ModuleBuilder module, HandlerTables handlers, ConversationServices conversations, ConnectionSettings connections, ConnectionTable table,
    UpgradePlaces places, IHostApplicationLifetime lifetime, IOptions<QueueRunOptions> options, TimeProvider time, ILogger<SocketEndpoint> log)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private readonly QueueRunOptions _options = options.Value;
    private readonly WireOptions _wire =
        new(options.Value.MaxMessageSize) { SubProtocols = [.. options.Value.SubProtocols], Compression = options.Value.EnableCompression };

    /// <summary>For each named endpoint, the services of its conversations.</summary>
    private readonly Dictionary<string, ConversationServices> _named = handlers.Named.ToDictionary(
        table => table.Key, table => conversations with { Handlers = table.Value }, StringComparer.Ordinal);

    private readonly ConnectDescriptor? _connector = HandlerTable.Single(module.Connectors, connector => connector.Name, "[OnConnect]");

    /// <summary>
    /// Upgrades the request, and runs until the connection has ended, or starts it and returns; or refuses the request.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The endpoint's name; null if it has none.</param>
    public async Task HandleAsync(HttpContext context, string? name)
    {
        var services = name is null ? conversations : _named[name];
        var detachable = MayEnd(context, services.Handlers) ? Handshake.FindDetachable(context) : null;

        // A method of its own: it ends before the connection begins, so the connection does not hold its state as long as it is open.
        var (transport, user, refusal) = await AcceptAsync(context, detachable);
        if (transport is not null)
        {
            // A connection that lasts an hour is not a request of an hour: it has its own instrument.
            if (context.Features.Get<IHttpMetricsTagsFeature>() is { } request) request.MetricsDisabled = true;

            var upgrade = detachable is null ? UpgradeRequest.ThatLasts(context) : UpgradeRequest.ThatEnds(context);
            var connection = new Connection(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), transport, upgrade, connections);
            var conversation = new Conversation(services, connection);
            var expires = _options.CloseOnExpiration ? context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc : null;
            if (detachable is null) await RunAsync(connection, conversation, user, expires, hasPlace: false);
            else detachable.Run(() => RunAsync(connection, conversation, user, expires, hasPlace: true));
            return;
        }

        connections.Metrics.Refused(refusal!.Reason, refusal.StatusCode);
        await Handshake.RefuseAsync(context, refusal);
    }

    private async ValueTask<(ITransport? Transport, ISocketUser? User, Refusal? Refusal)> AcceptAsync(HttpContext context, DetachablePipes? detachable)
    {
        if ((Handshake.Check(context) ?? CheckRunning() ?? CheckOrigin(context)) is { } refused) return (null, null, refused);

        var (user, refusal) = await IdentifyAsync(context);
        refusal ??= CheckRunning() ?? await ReserveAsync(user); // [OnConnect] may have taken long
        if (refusal is not null) return (null, user, refusal);

        ITransport? transport = null;
        var takes = detachable is null || places.TryTake();
        try
        {
            if (takes) transport = await Handshake.AcceptAsync(context, _wire, detachable);
        }
        finally
        {
            if (transport is null)
            {
                if (takes && detachable is not null) places.Leave();
                await GiveBackAsync(user);
            }
        }

        if (transport is not null) return (transport, user, null);

        log.ServerFull();
        return (null, user, new(StatusCodes.Status503ServiceUnavailable, "The server has too many connections.", RefusalReason.ServerFull));
    }

    private Refusal? CheckRunning() => lifetime.ApplicationStopping.IsCancellationRequested
        ? new(StatusCodes.Status503ServiceUnavailable, "The server is shutting down.", RefusalReason.Shutdown)
        : null;

    private Refusal? CheckOrigin(HttpContext context)
    {
        if (Origin.IsAllowed(context.Request, _options.AllowedOrigins)) return null;

        var (origin, host) = (context.Request.Headers.Origin.ToString(), context.Request.Host.Value);
        if (Origin.CanBeNamed(context.Request)) log.OriginRefused(origin, host);
        else log.NamelessOriginRefused(host, origin);
        return new(StatusCodes.Status403Forbidden, "This origin may not connect.", RefusalReason.Origin);
    }

    /// <summary>The user, as far as the request tells: null means not yet known.</summary>
    private async ValueTask<(ISocketUser? User, Refusal? Refusal)> IdentifyAsync(HttpContext context)
    {
        // Only code of this process can have set this feature: a test's client that connects as a user.
        if (context.Features.Get<ISocketUser>() is { } given) return (given, null);

        try
        {
            if (_connector is not null && await CallAsync(_connector, context) is { } connected) return (connected, null);
        }
        catch (SocketRejectedException rejected)
        {
            return (null, new(rejected.StatusCode, rejected.Body, RefusalReason.Rejected));
        }

        // HttpContext.User would create an empty principal here; the feature does not.
        if (context.Features.Get<IHttpAuthenticationFeature>()?.User is not { Identity.IsAuthenticated: true } principal) return (null, null);
        if (_options.UserId(principal) is { Length: > 0 } id) return (new SocketUser(id), null);

        log.NoUserId();
        return (null, new(StatusCodes.Status403Forbidden, "The user has no id.", RefusalReason.NoUserId));
    }

    private async ValueTask<ISocketUser?> CallAsync(ConnectDescriptor connector, HttpContext context)
    {
        var started = connections.Metrics.StartHook();
        var outcome = Outcome.Failed;
        try
        {
            var user = await connector.InvokeAsync(new(context));
            outcome = Outcome.Ok;
            return user;
        }
        catch (SocketRejectedException)
        {
            outcome = Outcome.Error;
            throw;
        }
        finally
        {
            connections.Metrics.HookEnded(started, "connect", connector.Name, outcome);
        }
    }

    /// <summary>Takes a place: one of the user's, or, while the user is not known, one in the waiting room.</summary>
    private async ValueTask<Refusal?> ReserveAsync(ISocketUser? user)
    {
        if (Waits(user))
        {
            return conversations.Waiting.TryEnter()
                ? null
                : new(
                    StatusCodes.Status503ServiceUnavailable, "Too many connections wait to be authenticated.",
                    RefusalReason.TooManyUnauthenticated);
        }

        try
        {
            return user is not { Id.Length: > 0 } || await conversations.Users.TryReserveAsync(user.Id)
                ? null
                : new(StatusCodes.Status429TooManyRequests, "The user has too many connections.", RefusalReason.TooManyConnections);
        }
        catch (ClusterUnavailableException)
        {
            return new(StatusCodes.Status503ServiceUnavailable, "The program's other processes cannot be reached.", RefusalReason.ClusterUnavailable);
        }
    }

    private async ValueTask GiveBackAsync(ISocketUser? user)
    {
        if (Waits(user))
        {
            conversations.Waiting.Leave();
            return;
        }

        if (user is not { Id.Length: > 0 }) return;

        try
        {
            await conversations.Users.ReleaseAsync(user.Id);
        }
#pragma warning disable CA1031 // The request has already failed with an error of its own, and the client is told that one.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.PlaceKept(error, user.Id);
        }
    }

    private bool Waits(ISocketUser? user) => user is null && conversations.Handlers.Authenticator is not null;

    /// <summary>Whether the request may end before the connection: only if nobody needs it.</summary>
    private bool MayEnd(HttpContext context, HandlerTable endpoint) => _options.EndRequestAfterUpgrade && !endpoint.NeedsRequest
        // What limits an endpoint's requests at a time limits its connections as long as a connection is a request.
        && context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null
        // Such an identity is disposed with its request: Windows' is.
        && context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identities.Any(identity => identity is IDisposable) is not true;

    private async Task RunAsync(Connection connection, Conversation conversation, ISocketUser? user, DateTimeOffset? expires, bool hasPlace)
    {
        conversation.Start(user);
        using var expiration = expires is { } moment ? CloseWhenExpired(moment, connection) : null;
        table.Add(connection);
        try
        {
            var running = connection.RunAsync(conversation);

            // Shutdown may have read the table just before the connection was added.
            if (lifetime.ApplicationStopping.IsCancellationRequested) await connection.ShutDownAsync(new(canceled: true), new(canceled: true));
            await running;
        }
        finally
        {
            table.Remove(connection);
            if (hasPlace) places.Leave();
        }
    }

    /// <summary>Closes the connection when its authentication ticket expires.</summary>
    private ITimer CloseWhenExpired(DateTimeOffset expires, Connection connection)
    {
        ITimer timer = null!;
        timer = time.CreateDetachedTimer(_ => Check(), connection);
        Check();
        return timer;

        void Check()
        {
            var left = expires - time.GetUtcNow();
            if (left <= TimeSpan.Zero) connection.Close(1008, "expired", CloseCause.Expired);
            else timer.Change(left < OneDay ? left : OneDay, Timeout.InfiniteTimeSpan); // a timer takes at most 49 days
        }
    }
}
