using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace QueueRun.Docs.Running;

/// <summary>The client on the page for users of SignalR, in a real browser, with the page's own program.</summary>
public class FromSignalRPageTests
{
    private const string Connect = """
        async ([client, use]) => {
            window.seen = [];
            console.log = (first, second) => seen.push(second instanceof Date ? "waiting" : second || first);
            const address = URL.createObjectURL(new Blob([client], { type: "text/javascript" }));
            const used = use.replace('"./sockets.js"', `"${address}"`) + "window.chat = chat;";
            await import(URL.createObjectURL(new Blob([used], { type: "text/javascript" })));
        }
        """;

    [Fact]
    public async Task Its_client_keeps_what_is_said_too_early_and_tells_when_there_is_something_to_restore()
    {
        Browser.SkipUnlessInstalled();
        var page = MarkdownPage.Read(Repository.PathOf("docs", "from-signalr.md"));
        var use = page.Blocks.First(block => block.Info == "js").Code;
        await using var program = await RunningPage.StartAsync("docs/from-signalr.md#from-a-hub-to-handlers");
        await using var browser = await Browser.StartAsync();
        var tab = await browser.Chromium.NewPageAsync();
        await tab.GotoAsync(new Uri(program.Address, "socket").ToString()); // the endpoint itself: it describes itself
        await tab.EvaluateAsync(Connect, new[] { program.Client, use });
        await SeenAsync(tab, "connecting", "open", "hi");

        // The only device: the user has left the rooms, and enters them again.
        await program.Services.GetRequiredService<ISockets>().To("ann").CloseAsync(
            WebSocketCloseStatus.EndpointUnavailable, "restarting", TestContext.Current.CancellationToken);
        await Patience.EventuallyAsync(() => tab.EvaluateAsync<string>("() => chat.status.state"), state => state == "waiting");
        await tab.EvaluateAsync("() => chat.send.say({ room: 'lobby', text: 'in between' })");
        await SeenAsync(tab, "connecting", "open", "hi", "waiting", "connecting", "open", "in between");

        await tab.EvaluateAsync("() => chat.close()");
        await SeenAsync(tab, "connecting", "open", "hi", "waiting", "connecting", "open", "in between", "closed");
        Assert.Equal("closed", await tab.EvaluateAsync<string>("() => chat.call.enter({ room: 'lobby' }).catch(error => error.message)"));
    }

    private static async Task SeenAsync(IPage tab, params string[] expected) => await Patience.EventuallyAsync(
        () => tab.EvaluateAsync<string[]>("() => seen"), seen => seen.Take(expected.Length).SequenceEqual(expected), seen => string.Join(", ", seen));
}
