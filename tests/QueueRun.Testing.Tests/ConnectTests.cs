using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Testing.Tests;

/// <summary>How clients come, as whom, and how they go.</summary>
public sealed class ConnectTests : Hosted
{
    [Fact]
    public async Task As_nobody_as_a_user_as_a_principal_and_as_a_user_of_the_programs_own_type()
    {
        await using var nobody = await Sockets.ConnectAsync();
        await nobody.SendAsync(new SignIn("zoe"));
        await nobody.SendAsync(new { action = "admin" });
        await nobody.ExpectAsync(new { admin = false });

        await using var user = await Sockets.ConnectAsync("ann");
        await user.SendAsync(new { action = "admin" });
        await user.ExpectErrorAsync("not authenticated"); // the handler wants a Member

        await using var member = await Sockets.ConnectAsync(new Member("bob", IsAdmin: true));
        await member.SendAsync(new { action = "admin" });
        await member.ExpectAsync(new { admin = true });

        await using var principal = await Sockets.ConnectAsync(new ClaimsPrincipal(new ClaimsIdentity([new("sub", "cid"), new("tone", "deep")], "Test")));
        await principal.SendAsync(new { action = "claim", type = "tone" });
        await principal.ExpectAsync("deep");

        foreach (var id in new[] { "zoe", "ann", "bob", "cid" }) Assert.True(await Sockets.IsOnlineAsync(id));
    }

    [Fact]
    public async Task To_an_endpoint_with_a_name_whose_handlers_only_some_may_call()
    {
        var role = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "ann"), new(ClaimTypes.Role, "owner")], "Test");
        await using var owner = await Sockets.ConnectAsync(options => (options.Path, options.Principal) = ("/admin", new(role)));
        Assert.Equal("closed by ann", await owner.CallAsync<string>(new { action = "close-shop" }));

        await using var member = await Sockets.ConnectAsync(options => (options.Path, options.User) = ("/admin", new Member("bob", IsAdmin: true)));
        Assert.Equal("not authorized", (await Assert.ThrowsAsync<SocketCallException>(() => member.CallAsync(new { action = "close-shop" }))).Error);
        await member.SendAsync(new { action = "close-shop" });
        await member.ExpectErrorAsync("not authorized");

        await using var clerk = await Sockets.ConnectAsync(new SocketUser("cid") { Principal = new(role) });
        await clerk.SendAsync(new { action = "close-shop" }); // at /socket
        await clerk.ExpectAsync<Welcomed>();
    }

    [Fact]
    public async Task With_a_request_of_its_own()
    {
        await using var host = await StartAsync(
            options => options.AllowedOrigins.Add("https://friend.example"),
            map: app => app.Use((context, next) =>
            {
                var request = context.Request;
                var seen = $"{request.Scheme} {request.Host} {request.Path}{request.QueryString} {request.Headers["X-Test"]} {request.Cookies["crumb"]}";
                context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, seen)], "Test"));
                return next(context);
            }));
        var cookies = new CookieContainer();
        cookies.Add(new Uri("https://chat.example/"), new Cookie("crumb", "choc"));
        await using var client = await host.Sockets.ConnectAsync(options =>
        {
            options.Path = "wss://chat.example/socket?a=b";
            options.Origin = "https://friend.example";
            options.Headers["X-Test"] = "yes";
            options.Cookies = cookies;
            options.Name = "friend";
        });
        Assert.True(await host.Sockets.IsOnlineAsync("https chat.example /socket?a=b yes choc"));
        Assert.Equal("friend", client.ToString());
    }

    [Fact]
    public async Task Who_is_refused_is_told_the_answer()
    {
        var foreign = await Assert.ThrowsAsync<SocketRefusedException>(() => Sockets.ConnectAsync(options => options.Origin = "https://evil.example"));
        Assert.Equal((403, "This origin may not connect."), (foreign.StatusCode, foreign.Body));
        Assert.StartsWith("/socket did not open a WebSocket: the answer is 403 'This origin may not connect.'.", foreign.Message);
        Assert.Contains("The server logged meanwhile:", foreign.Message);
        Assert.Contains("A page of https://evil.example may not connect", foreign.Message);

        var lost = await Assert.ThrowsAsync<SocketRefusedException>(() => Sockets.ConnectAsync(options => options.Path = "/elsewhere"));
        Assert.Equal((404, "/elsewhere did not open a WebSocket: the answer is 404."), (lost.StatusCode, lost.Message));
    }

    [Fact]
    public async Task A_user_whom_the_program_would_read_otherwise_is_refused_at_once()
    {
        await using var host = await StartAsync(options => options.UserId = principal => principal.FindFirst("email")?.Value);
        var misread = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Sockets.ConnectAsync("ann"));
        Assert.Contains("The program's option UserId reads '' from a principal whose NameIdentifier is 'ann'", misread.Message);
    }

    [Fact]
    public async Task Hooks_have_run_when_a_client_has_come_or_gone()
    {
        var ann = await Sockets.ConnectAsync("ann");
        Assert.Equal(["ann online"], Rooms.Journal);
        await ann.CloseAsync();
        Assert.Equal(["ann online", "ann offline"], Rooms.Journal);
        Assert.Equal(new SocketClose(1000, ""), ann.Closed);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ann.SendAsync("too late"));

        var again = await Sockets.ConnectAsync("ann");
        await again.AbortAsync();
        Assert.Equal(1006, again.Closed?.Code);
        await using (await Sockets.ConnectAsync("ann")) Assert.Equal(5, Rooms.Journal.Count);
        Assert.Equal(6, Rooms.Journal.Count);
    }

    [Fact]
    public async Task The_server_closes_with_code_and_reason()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        await ann.SendAsync(new { action = "kick" });
        Assert.Equal(new SocketClose(1008, "bye ann"), await ann.ExpectCloseAsync());
        await ann.ExpectCloseAsync(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "bye ann");
        Assert.False(await Sockets.IsOnlineAsync("ann"));

        // What one may do only once: the limits are the real ones.
        await bob.SendAsync(new string('x', 65_537));
        await bob.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_too_slow()
    {
        await using var host = await StartAsync(options => options.MaxOutboxSize = 10_000);
        await using var ann = await host.Sockets.ConnectAsync("ann");
        ann.StopAnswering();
        var sockets = host.Services.GetRequiredService<ISockets>();
        for (var i = 0; i < 20; i++) await sockets.To("ann").SendAsync(new string('x', 9_000), TestContext.Current.CancellationToken);
        await host.Sockets.AdvanceAsync(Seconds(5));
        Assert.False(await host.Sockets.IsOnlineAsync("ann"));
    }

    [Fact]
    public async Task HTTP_endpoints_are_beside_it()
    {
        await using var host = await StartAsync(
            map: app => app.MapPost("/announce", async (ISockets sockets) => (await sockets.To("ann").SendAsync(new Said("all", "", "soon"))).Recipients));
        await using var ann = await host.Sockets.ConnectAsync("ann");
        using var http = host.CreateHttpClient();
        var answer = await http.PostAsync(new Uri("/announce", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal("1", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await ann.ExpectAsync(new Said("all", "", "soon"));
    }

    [Fact]
    public async Task A_program_without_QueueRun_is_told_so()
    {
        var builder = WebApplication.CreateSlimBuilder();
        Microsoft.AspNetCore.TestHost.WebHostBuilderExtensions.UseTestServer(builder.WebHost);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = Microsoft.AspNetCore.TestHost.HostBuilderTestServerExtensions.GetTestServer(app);
        var failure = Assert.Throws<InvalidOperationException>(() => server.Sockets);
        Assert.Equal("The program has no QueueRun: it never calls builder.Services.AddQueueRun().", failure.Message);
    }
}
