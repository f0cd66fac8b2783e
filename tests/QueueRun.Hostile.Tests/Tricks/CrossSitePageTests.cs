using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Hostile;

/// <summary>A real browser, a cookie that it really sends, and a page of another site.</summary>
public sealed class CrossSitePageTests
{
    private const string Connect = """
        address => new Promise(resolve => {
            const socket = new WebSocket(address);
            socket.onopen = () => resolve("open");
            socket.onerror = () => resolve("refused");
        })
        """;

    [Fact]
    public async Task A_page_of_another_site_cannot_use_the_cookie()
    {
        Browser.SkipUnlessInstalled();
        var token = TestContext.Current.CancellationToken;

        // The browser sends cookies to a host on any port: a page on another port has another origin, and sends the user's cookies.
        var seen = new ConcurrentQueue<(string? Origin, string? Cookie)>();
        await using var app = TestServer.Server.Build(
            ["--urls=http://127.0.0.1:0", "--environment=Production"],
            builder => builder.Services.AddSingleton<IStartupFilter>(new Witness(seen)));
        await app.StartAsync(token);
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        await using var evil = builder.Build();
        evil.MapGet("/", () => "Win a prize!");
        await evil.StartAsync(token);

        await using var browser = await Browser.StartAsync();
        var context = await browser.Chromium.NewContextAsync();
        await context.AddCookiesAsync([new() { Name = "session", Value = "of-ann", Url = app.Urls.Single() }]);
        var page = await context.NewPageAsync();
        var address = new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/socket", Query = "journal=page" }.Uri.AbsoluteUri;

        await page.GotoAsync(evil.Urls.Single());
        Assert.Equal("refused", await page.EvaluateAsync<string>(Connect, address));
        Assert.Equal((evil.Urls.Single(), "session=of-ann"), Assert.Single(seen));

        // No code of the program has run; for its own page it does.
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Empty(await http.GetStringAsync("/journal/page", token));
        await page.GotoAsync($"{app.Urls.Single()}/online/nobody");
        Assert.Equal("open", await page.EvaluateAsync<string>(Connect, address));
        Assert.Equal("connect", await http.GetStringAsync("/journal/page", token));
    }

    /// <summary>Records the browser's handshakes.</summary>
    private sealed class Witness(ConcurrentQueue<(string? Origin, string? Cookie)> seen) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Path == "/socket") seen.Enqueue(((string?)context.Request.Headers.Origin, (string?)context.Request.Headers.Cookie));
                return following(context);
            });
            next(app);
        };
    }
}
