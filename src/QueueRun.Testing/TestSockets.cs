using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Testing.Server;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing;

/// <summary>
/// The WebSockets of a program under test: connects clients to it, in memory and through its whole pipeline, and moves its clock.
/// Get it from <c>factory.Server.Sockets</c>, or from a <see cref="TestSocketHost"/>.
/// </summary>
public sealed class TestSockets
{
    private readonly TestServer _server;
    private readonly VirtualTime? _time;
    private readonly HashSet<string> _names = []; // of the clients that are connected
    private readonly Lock _gate = new();

    internal TestSockets(TestServer server)
    {
        _server = server;
        Services = server.Services;
        if (Services.GetService<ConnectionTable>() is null)
            throw new InvalidOperationException("The program has no QueueRun: it never calls builder.Services.AddQueueRun().");

        _time = Services.GetRequiredService<TimeProvider>() as VirtualTime;
        State = new(Services, _time);
        if (_time is not null)
        {
            var lifetime = Services.GetRequiredService<IHostApplicationLifetime>();
            lifetime.ApplicationStopping.Register(() => _ = _time.RunAsync(State, lifetime.ApplicationStopped));
        }

        Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
    }

    /// <summary>The program's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>
    /// How long to wait in vain for a message once the server has nothing left to do. Something else may still send it, such as a
    /// background service. Real time; default 1 second. It only decides how soon a failure is told.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The program's clock: what its <see cref="TimeProvider"/> says.</summary>
    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    internal ServerState State { get; }

    internal ErrorLog Log { get; } = new();

    /// <summary>
    /// Connects as nobody: who it is, the program finds out as it does in earnest, for example from the first message. Completes when the
    /// connection is open.
    /// </summary>
    /// <exception cref="SocketRefusedException">The program did not let it in.</exception>
    public Task<TestClient> ConnectAsync() => ConnectAsync(static _ => { });

    /// <summary>
    /// Connects as a user whom ASP.NET Core has authenticated: one more device of that user. Completes when the connection is open and the
    /// online hooks have run.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <exception cref="SocketRefusedException">The program did not let it in.</exception>
    public Task<TestClient> ConnectAsync(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var principal = Named(userId);
        if (Services.GetRequiredService<QueueRunOptions>().UserId(principal) is var read && read != userId)
        {
            throw new InvalidOperationException(
                $"The program's option UserId reads '{read}' from a principal whose {nameof(ClaimTypes.NameIdentifier)} is '{userId}': connect with a " +
                "ClaimsPrincipal that has the claims it reads.");
        }

        return ConnectAsync(options => options.Principal = principal);
    }

    /// <summary>Connects as a principal whom ASP.NET Core has authenticated, with claims of its own.</summary>
    /// <param name="principal">The principal; its identity needs an authentication type.</param>
    /// <exception cref="SocketRefusedException">The program did not let it in.</exception>
    public Task<TestClient> ConnectAsync(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return ConnectAsync(options => options.Principal = principal);
    }

    /// <summary>Connects as a user of the program's own type. Neither <c>[OnConnect]</c> nor <c>[Authenticate]</c> is asked.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="SocketRefusedException">The program did not let it in.</exception>
    public Task<TestClient> ConnectAsync(ISocketUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return ConnectAsync(options => options.User = user);
    }

    /// <summary>Connects with a request of its own: another path, headers, cookies, an origin.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="SocketRefusedException">The program did not let it in.</exception>
    public async Task<TestClient> ConnectAsync(Action<ConnectOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ConnectOptions();
        configure(options);

        var logged = Log.Count;
        var connection = new MemoryConnection();
        var response = await connection.OpenAsync(_server, context => Prepare(context, options)).ConfigureAwait(false);
        if (response.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            using var body = new StreamReader(response.Response.Body);
            throw new SocketRefusedException(
                options.Path, response.Response.StatusCode, await body.ReadToEndAsync().ConfigureAwait(false), Report.Logged(Log.Since(logged)));
        }

        var client = new TestClient(this, connection, NameFor(options));
        State.Add(connection);
        while (!connection.IsUp) await Task.Yield();
        connection.Server = State.Find(connection);
        await State.IdleAsync().ConfigureAwait(false);
        return client;
    }

    /// <summary>
    /// Completes when the server has nothing left to do: each message that was sent is handled, what came of it has arrived, each hook has
    /// run. A method that waits for something that only the test can bring about (the clock, a signal) is not waited for.
    /// </summary>
    public Task IdleAsync() => State.IdleAsync();

    /// <summary>Whether the user is online, once the server has nothing left to do.</summary>
    /// <param name="userId">The user's id.</param>
    public async Task<bool> IsOnlineAsync(string userId)
    {
        await State.IdleAsync().ConfigureAwait(false);
        return await Services.GetRequiredService<ISockets>().IsOnlineAsync(userId).ConfigureAwait(false);
    }

    /// <summary>
    /// Moves the program's clock. Everything that is due on the way happens in its order and is dealt with before the clock goes on; so is
    /// what was sent before. Needs <c>UseVirtualTime</c>, which a <see cref="TestSocketHost"/> has from the start.
    /// </summary>
    /// <param name="by">By how much; not negative.</param>
    /// <exception cref="InvalidOperationException">The program's clock is the real one.</exception>
    public Task AdvanceAsync(TimeSpan by)
        => _time?.AdvanceAsync(by, State) ?? throw new InvalidOperationException(
                $"The program's clock is a {Services.GetRequiredService<TimeProvider>().GetType()}, which this cannot move: build the program with " +
                "factory.WithWebHostBuilder(web => web.UseVirtualTime()).");

    internal void Forget(TestClient client, MemoryConnection connection)
    {
        State.Remove(connection);
        lock (_gate) _names.Remove(client.ToString());
    }

    private static ClaimsPrincipal Named(string userId) => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId)], "Test"));

    private static void Prepare(HttpContext context, ConnectOptions options)
    {
        var request = context.Request;
        var url = new Uri(new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1, request.PathBase).Uri, options.Path);
        request.Scheme = url.Scheme switch { "ws" => "http", "wss" => "https", var scheme => scheme };
        request.Host = url.IsDefaultPort ? new(url.IdnHost) : new(url.IdnHost, url.Port);
        request.Path = PathString.FromUriComponent(url);
        request.QueryString = QueryString.FromUriComponent(url);
        foreach (var (name, value) in options.Headers) request.Headers[name] = value;
        if (options.Origin is { } origin) request.Headers.Origin = origin;
        if (options.Cookies?.GetCookieHeader(new UriBuilder(url) { Scheme = request.Scheme }.Uri) is { Length: > 0 } cookies) request.Headers.Cookie = cookies;

        if (options.User is { } user) context.Features.Set(user);
        if ((options.Principal ?? (options.User is { Id.Length: > 0 } known ? Named(known.Id) : null)) is not { } principal) return;

        context.User = principal;
        var properties = new AuthenticationProperties { ExpiresUtc = options.Expires };
        context.Features.Set<IAuthenticateResultFeature>(new Authenticated(AuthenticateResult.Success(new(principal, properties, "Test"))));
    }

    private string NameFor(ConnectOptions options)
    {
        var name = options.Name ?? options.User?.Id;
        if (name is null && options.Principal is { } principal) name = Services.GetRequiredService<QueueRunOptions>().UserId(principal);
        if (string.IsNullOrEmpty(name)) name = "client";
        lock (_gate)
        {
            var device = name;
            for (var number = 2; !_names.Add(device); number++) device = $"{name} ({number})";
            return device;
        }
    }

    private sealed record Authenticated(AuthenticateResult? Result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = Result;
    }
}
