using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>ASP.NET Core's own cookie authentication says who it is, and until when.</summary>
public sealed class CookieTests
{
    private static readonly TimeSpan Ticket = TimeSpan.FromMinutes(30);

    private static Task<VirtualTimeServer> StartAsync(params string[] options) => VirtualTimeServer.StartAsync(
        builder => builder.Services.AddAuthentication().AddCookie(cookie =>
        {
            cookie.ExpireTimeSpan = Ticket;
            cookie.SlidingExpiration = false;
        }),
        app => app.MapGet("/sign-in/{user}", (string user) => Results.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password")),
            authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme)),
        ["--QueueRun:KeepAliveInterval=1.00:00:00", .. options]);

    private static async Task<RawWebSocket> ConnectAsync(ServerUnderTest server, string user)
    {
        using var answer = await server.Http.GetAsync(new Uri($"/sign-in/{user}", UriKind.Relative), TestContext.Current.CancellationToken);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var raw = await RawWebSocket.OpenAsync(server.Address);
        Assert.StartsWith("HTTP/1.1 101 ", await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket()), $"Cookie: {cookie}"]), StringComparison.Ordinal);
        return raw;
    }

    private static async Task ExpectUserAsync(RawWebSocket raw, string user)
    {
        await raw.SendTextAsync("""{"test":"user-id"}""");
        await raw.ExpectAsync(Opcode.Text, $"id {user}");
    }

    [Fact]
    public async Task The_connection_is_the_cookies_and_ends_with_it()
    {
        await using var host = await StartAsync();
        await using var raw = await ConnectAsync(host.Server, "ann");
        await ExpectUserAsync(raw, "ann");

        host.Time.Advance(Ticket - TimeSpan.FromSeconds(1));
        await ExpectUserAsync(raw, "ann");

        host.Time.Advance(TimeSpan.FromSeconds(2));
        await raw.ExpectCloseAsync(1008, "expired");
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var host = await StartAsync("--QueueRun:CloseOnExpiration=false");
        await using var raw = await ConnectAsync(host.Server, "ann");
        await ExpectUserAsync(raw, "ann");
        host.Time.Advance(Ticket + Ticket);
        await ExpectUserAsync(raw, "ann");
    }
}
