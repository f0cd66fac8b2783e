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
/// The WebSockets of a program under test. Connects clients to the program, in memory and through its whole pipeline, and moves its clock.
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
    /// How long a client waits for a message after the server has nothing left to do: another part of the program, such as a background
    /// service, may still send it. Real time; default 1 second. It only decides how soon a failure is reported.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the server may be busy without progress before <see cref="TestClient.SendAsync"/> and other calls fail and name the running
    /// methods; these calls wait until each method has ended, or waits for the test. Real time; default 30 seconds. It only decides how
    /// soon a failure is reported.
    /// </summary>
    public TimeSpan Timeout
    {
        get => State.Timeout;
        set => State.Timeout = value;
    }

    /// <summary>The time of the program's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    internal ServerState State { get; }

    internal ErrorLog Log { get; } = new();

    /// <summary>
    /// Connects without a user: the program authenticates the connection as it does in production, for example by the first message.
    /// Completes when the connection is open.
    /// </summary>
    /// <exception cref="SocketRefusedException">The program refused the connection.</exception>
    public Task<TestClient> ConnectAsync() => ConnectAsync(static _ => { });

    /// <summary>
    /// Connects as a user whom ASP.NET Core has authenticated: one more device of that user. Completes when the connection is open and the
    /// online hooks have run.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <exception cref="SocketRefusedException">The program refused the connection.</exception>
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

    /// <summary>Connects as a principal whom ASP.NET Core has authenticated, with any claims.</summary>
    /// <param name="principal">The principal; its identity needs an authentication type.</param>
    /// <exception cref="SocketRefusedException">The program refused the connection.</exception>
    public Task<TestClient> ConnectAsync(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return ConnectAsync(options => options.Principal = principal);
    }

    /// <summary>Connects as a user of the program's own type. Neither <c>[OnConnect]</c> nor <c>[Authenticate]</c> is called.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="SocketRefusedException">The program refused the connection.</exception>
    public Task<TestClient> ConnectAsync(ISocketUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return ConnectAsync(options => options.User = user);
    }

    /// <summary>Connects with options: another path, headers, cookies, an origin.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="SocketRefusedException">The program refused the connection.</exception>
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
    /// Completes when the server has nothing left to do: each message is handled, the answers have arrived, and each hook and each job that
    /// is due has run. It does not wait for a method that waits for the test (for its clock, or a <see cref="TestSignal"/>).
    /// </summary>
    /// <exception cref="TimeoutException">The server is busy, and made no progress for <see cref="Timeout"/>.</exception>
    public Task IdleAsync() => State.IdleAsync();

    /// <summary>Whether the user is online, once the server has nothing left to do.</summary>
    /// <param name="userId">The user's id.</param>
    public async Task<bool> IsOnlineAsync(string userId)
    {
        await State.IdleAsync().ConfigureAwait(false);
        return await Services.GetRequiredService<ISockets>().IsOnlineAsync(userId).ConfigureAwait(false);
    }

    /// <summary>
    /// Moves the program's clock. Messages sent earlier are handled first. Everything due on the way happens in order, each step finished
    /// before the clock goes on. Needs <c>UseVirtualTime</c>, which a <see cref="TestSocketHost"/> has from the start.
    /// </summary>
    /// <param name="by">The time to add; not negative.</param>
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
