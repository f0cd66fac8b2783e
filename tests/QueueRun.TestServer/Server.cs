using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>
/// The program that the behaviour tests talk to, in their process and as an AOT binary: a handler for every behaviour. Messages
/// pick one by the property <c>test</c>.
/// </summary>
public static class Server
{
    public static async Task Main(string[] args)
    {
        await using var app = Build(args);
        await app.RunAndTellAsync();
    }

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? use = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddControls();
        builder.Services.AddTestServices();
        var queueRun = builder.Services.AddQueueRun(options =>
        {
            // What code says comes after what configuration says; these are set only by the tests that ask for it.
            if (builder.Configuration["Code:MaxMessageSize"] is { } size) options.MaxMessageSize = int.Parse(size);
            if (builder.Configuration["Code:UserIdClaim"] is { } claim) options.UserId = principal => principal.FindFirst(claim)?.Value;
        });
        // Messages can be validated on .NET 10 alone; a test sees what happens on .NET 11.
        if (Environment.Version.Major == 10 || builder.Configuration["Code:Validate"] is not null) builder.Services.AddValidation();
        if (builder.Configuration["Code:Forget"] is not null) builder.Services.RemoveAll<Once>().RemoveAllKeyed<IGreeter>("polite");
        if (builder.Configuration["Jobs:Database"] is { } database) queueRun.AddSqlite($"Data Source={database}");
        if (builder.Configuration["Redis"] is { } redis) queueRun.AddRedis(redis, static options => options.LeaseTime = TimeSpan.FromSeconds(3));
        configure?.Invoke(builder);

        var app = builder.Build();
        use?.Invoke(app);
        app.Use(AuthenticateByQuery);
        app.MapControls();
        app.MapTestEndpoints();
        app.MapJobEndpoints();
        app.MapSockets("/socket");
        app.MapSockets("/admin", "admin");
        app.MapSockets("/staff", endpoint: "staff");
        app.MapSockets("/request", endpoint: "request"); // some of its handlers need the upgrade request
        return app;
    }

    /// <summary>
    /// What stands in for ASP.NET Core's authentication: <c>?claim:type=value</c> is a claim, <c>?user=id</c> the usual one,
    /// <c>?expires=time</c> is when the ticket expires, and <c>?journal=key</c> where <c>[Authenticate]</c> writes.
    /// </summary>
    private static Task AuthenticateByQuery(HttpContext context, RequestDelegate next)
    {
        const string Prefix = "claim:";
        var claims = new List<Claim>();
        foreach (var (name, value) in context.Request.Query)
        {
            if (name == "user") claims.Add(new Claim(ClaimTypes.NameIdentifier, value.ToString()));
            if (name.StartsWith(Prefix, StringComparison.Ordinal)) claims.Add(new Claim(name[Prefix.Length..], value.ToString()));
        }

        if (claims.Count > 0) context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "query"));
        else if (context.Request.Query["journal"] is [{ } key]) context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("journal", key)])); // not authenticated
        if (context.Request.Query["expires"] is [{ } expires])
        {
            var properties = new AuthenticationProperties { ExpiresUtc = DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture) };
            context.Features.Set<IAuthenticateResultFeature>(new Ticket(
                AuthenticateResult.Success(new AuthenticationTicket(context.User, properties, "query"))));
        }

        return next(context);
    }

    private sealed class Ticket(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = result;
    }
}
