using System.Net;
using System.Net.WebSockets;

namespace QueueRun.Docs.Running;

/// <summary>The programs of the page about identity do what the page says.</summary>
public class IdentityPageTests
{
    // When the clock is moved far, no ping is answered.
    private const string KeepAlive = "QueueRun:KeepAliveInterval=1.00:00:00";

    [Fact]
    public async Task A_cookie_opens_the_socket_and_signing_out_closes_every_device()
    {
        await using var page = await RunningPage.StartAsync("docs/identity.md#cookies");
        Assert.Equal(401, await page.RefusedAsync(""));

        using Visitor desktop = new(page.Address), mobile = new(page.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await desktop.PostAsync("/sign-in?name=Ann&password=wrong")).StatusCode);
        foreach (var device in new[] { desktop, mobile })
            Assert.Equal(HttpStatusCode.NoContent, (await device.PostAsync("/sign-in?name=Ann&password=secret")).StatusCode);

        await using var first = await desktop.ConnectAsync();
        await using var second = await mobile.ConnectAsync();
        foreach (var device in new[] { first, second })
        {
            await device.SendJsonAsync(new { action = "hello" });
            await device.ExpectTextAsync("Hello, ann");
        }

        Assert.Equal(HttpStatusCode.OK, (await mobile.PostAsync("/sign-out")).StatusCode);
        await first.ExpectCloseAsync(1008, "signed out");
        await second.ExpectCloseAsync(1008, "signed out");
        await Assert.ThrowsAsync<WebSocketException>(mobile.ConnectAsync);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    public async Task A_token_opens_the_socket(string where)
    {
        await using var provider = await FakeIdentityProvider.StartAsync();
        await using var page = await StartWithTokensAsync(provider, "json-web-tokens");
        Assert.Equal(401, await page.RefusedAsync(""));
        Assert.Equal(401, await page.RefusedAsync($"access_token={provider.CreateToken("another audience")}"));
        Assert.Equal(401, await page.RefusedAsync($"access_token={provider.CreateToken("chat", TimeSpan.FromSeconds(-5))}"));

        await using var client = await ConnectAsync(page, provider.CreateToken("chat"), where);
        await client.SendJsonAsync(new { action = "hello" });
        await client.ExpectTextAsync("Hello, ann");
    }

    [Fact]
    public async Task A_token_in_a_subprotocol_opens_the_socket_and_does_not_come_back()
    {
        await using var provider = await FakeIdentityProvider.StartAsync();
        await using var page = await StartWithTokensAsync(provider, "a-token-in-a-subprotocol");
        Assert.Equal(401, await page.RefusedAsync(""));
        Assert.Equal(401, (await page.AskToConnectAsync("", ("Sec-WebSocket-Protocol", "chat, bearer.nonsense"))).Status);

        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("chat");
        socket.Options.AddSubProtocol($"bearer.{provider.CreateToken("chat")}");
        await socket.ConnectAsync(page.Socket(), CancellationToken.None).WithinLimitAsync("the connection");
        Assert.Equal("chat", socket.SubProtocol);
        await using SocketClient client = new(socket);
        await client.SendJsonAsync(new { action = "hello" });
        await client.ExpectTextAsync("Hello, ann");
    }

    [Fact]
    public async Task The_connection_ends_with_the_token()
    {
        await using var provider = await FakeIdentityProvider.StartAsync();
        await using var page = await StartWithTokensAsync(provider, "json-web-tokens");
        await using var client = await ConnectAsync(page, provider.CreateToken("chat", TimeSpan.FromMinutes(2)), "header");
        await client.SendJsonAsync(new { action = "hello" });
        await client.ExpectTextAsync("Hello, ann");
        page.Time.Advance(TimeSpan.FromMinutes(3));
        await client.ExpectCloseAsync(1008, "expired");
    }

    [Fact]
    public async Task A_token_in_the_first_message_says_who_it_is()
    {
        await using var provider = await FakeIdentityProvider.StartAsync();
        await using var page = await StartWithTokensAsync(provider, "a-token-in-the-first-message");
        await using var client = await page.ConnectAsync();
        await client.SendJsonAsync(new { token = provider.CreateToken("another audience") });
        await client.ExpectErrorAsync("that token is not valid");
        await client.SendJsonAsync(new { token = provider.CreateToken("chat") });
        await client.SendJsonAsync(new { action = "hello" });
        await client.ExpectTextAsync("Hello, ann");

        await using var withHeader = await ConnectAsync(page, provider.CreateToken("chat"), "header");
        await withHeader.SendJsonAsync(new { action = "hello" });
        await withHeader.ExpectTextAsync("Hello, ann");
    }

    [Fact]
    public async Task After_a_sign_in_by_OpenID_Connect_the_cookie_opens_the_socket_until_the_token_ends()
    {
        await using var provider = await FakeIdentityProvider.StartAsync();
        const string Scheme = "Authentication:Schemes:OpenIdConnect";
        await using var page = await RunningPage.StartAsync(
            "docs/identity.md#openid-connect",
            $"{Scheme}:Authority={provider.Issuer}", $"{Scheme}:RequireHttpsMetadata=false",
            $"{Scheme}:ClientId={FakeIdentityProvider.ClientId}", $"{Scheme}:ClientSecret={FakeIdentityProvider.ClientSecret}",
            KeepAlive);
        Assert.Equal(401, await page.RefusedAsync(""));

        using Visitor visitor = new(page.Address);
        await visitor.GetAsync("/sign-in");
        await using var client = await visitor.ConnectAsync();
        await client.SendJsonAsync(new { action = "hello" });
        await client.ExpectTextAsync("Hello, ann");
        page.Time.Advance(FakeIdentityProvider.Lifetime + TimeSpan.FromMinutes(1));
        await client.ExpectCloseAsync(1008, "expired");
    }

    private static Task<RunningPage> StartWithTokensAsync(FakeIdentityProvider provider, string section)
    {
        const string Scheme = "Authentication:Schemes:Bearer";
        return RunningPage.StartAsync(
            $"docs/identity.md#{section}", $"{Scheme}:Authority={provider.Issuer}", $"{Scheme}:RequireHttpsMetadata=false", $"{Scheme}:ValidAudiences:0=chat",
            KeepAlive);
    }

    private static async Task<SocketClient> ConnectAsync(RunningPage page, string token, string where)
    {
        if (where == "query") return await page.ConnectAsync($"access_token={token}");
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(page.Socket(), CancellationToken.None).WithinLimitAsync("the connection");
        return new(socket);
    }
}
