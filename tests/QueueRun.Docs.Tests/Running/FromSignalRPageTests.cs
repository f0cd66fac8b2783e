using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace QueueRun.Docs.Running;

/// <summary>The client on the page for users of SignalR, in a real browser, with the page's own program.</summary>
public class FromSignalRPageTests
{
    private const string Connect = """
        async source => {
            const { connect } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
            window.seen = [];
            window.chat = connect("/socket", {
                hello: () => ({ name: "ann" }),
                opened: () => chat.send({ action: "enter", room: "lobby" }),
                message: received => seen.push(received.text),
                status: state => seen.push(state),
            });
            chat.send({ action: "say", room: "lobby", text: "at once" });
        }
        """;

    [Fact]
    public async Task Its_client_keeps_what_is_said_too_early_and_tells_when_there_is_something_to_restore()
    {
        Browser.SkipUnlessInstalled();
        var page = MarkdownPage.Read(Repository.PathOf("docs", "from-signalr.md"));
        var source = page.Blocks.First(block => block.Info == "js" && block.Code.StartsWith("// connection.js", StringComparison.Ordinal)).Code;
        await using var program = await RunningPage.StartAsync("docs/from-signalr.md#from-a-hub-to-handlers");
        await using var browser = await Browser.StartAsync();
        var tab = await browser.Chromium.NewPageAsync();
        await tab.GotoAsync(new Uri(program.Address, "socket").ToString()); // the endpoint itself: it describes itself
        await tab.EvaluateAsync(Connect, source);
        await SeenAsync(tab, "connecting", "open", "at once");

        // The only device: the user has left the rooms, and enters them again.
        await program.Services.GetRequiredService<ISockets>().To("ann").CloseAsync(
            WebSocketCloseStatus.EndpointUnavailable, cancellationToken: TestContext.Current.CancellationToken);
        await SeenAsync(tab, "connecting", "open", "at once", "waiting");
        await tab.EvaluateAsync("() => chat.send({ action: 'say', room: 'lobby', text: 'in between' })");
        await SeenAsync(tab, "connecting", "open", "at once", "waiting", "connecting", "open", "in between");

        await tab.EvaluateAsync("() => chat.close()");
        await SeenAsync(tab, "connecting", "open", "at once", "waiting", "connecting", "open", "in between", "closed");
        Assert.False(await tab.EvaluateAsync<bool>("() => chat.send({})"));
    }

    private static async Task SeenAsync(IPage tab, params string[] expected) => await Patience.EventuallyAsync(
        () => tab.EvaluateAsync<string[]>("() => seen"), seen => seen.Take(expected.Length).SequenceEqual(expected), seen => string.Join(", ", seen));
}
