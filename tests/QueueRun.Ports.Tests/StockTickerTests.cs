using System.Text.Json;

namespace QueueRun.Ports.Tests;

public abstract class StockTickerTests(PortsHost host) : PortTests(host)
{
    protected override string[] Options => [];      // the market is the program's only one

    [Fact]
    public async Task One_connection_opens_watches_closes_and_cancels()
    {
        var visitor = await ConnectAsync();
        var prices = await visitor.PostAsync(new { action = "watch-market" });
        var first = await visitor.ItemAsync(prices);
        Assert.False(first.GetProperty("open").GetBoolean());
        Assert.Equal(["ACME", "GLOBE", "HOOLI"], first.GetProperty("stocks").EnumerateArray().Select(stock => stock.GetProperty("symbol").GetString()));

        // The stream goes on while other messages of its connection are handled.
        await visitor.CallAsync(new { action = "open-market" });
        await UntilAsync(visitor, prices, tick => IsOpen(tick) && Prices(tick) != Prices(first));
        Assert.Equal("The market is open already.", await visitor.FailAsync(new { action = "open-market" }));

        var late = await ConnectAsync();
        var latePrices = await late.PostAsync(new { action = "watch-market" });
        Assert.True(IsOpen(await late.ItemAsync(latePrices)));

        await visitor.CallAsync(new { action = "close-market" });
        var closed = await UntilAsync(visitor, prices, tick => !IsOpen(tick));
        Assert.Equal(Prices(closed), Prices(await UntilAsync(late, latePrices, tick => !IsOpen(tick))));

        await visitor.SendAsync(new Dictionary<string, object> { ["#"] = prices, ["cancel"] = true });
        Assert.Equal("cancelled", PortClient.Error(await visitor.AnswerAsync(prices)));
        await visitor.CountItemsAsync(prices);

        // After the cancel the market opens, the late visitor sees prices, and this one sees none.
        await visitor.CallAsync(new { action = "open-market" });
        await UntilAsync(late, latePrices, tick => IsOpen(tick) && Prices(tick) != Prices(closed));
        Assert.Equal(0, await visitor.CountItemsAsync(prices));
    }

    private static async Task<JsonElement> UntilAsync(PortClient client, int stream, Func<JsonElement, bool> isAsWanted)
    {
        while (true)
        {
            if (await client.ItemAsync(stream) is var tick && isAsWanted(tick)) return tick;
        }
    }

    private static bool IsOpen(JsonElement tick) => tick.GetProperty("open").GetBoolean();

    private static string Prices(JsonElement tick) => tick.GetProperty("stocks").GetRawText();
}

public sealed class StockTickerBuiltTests(BuiltPorts host) : StockTickerTests(host);

public sealed class StockTickerNativeTests(NativePorts host) : StockTickerTests(host);
