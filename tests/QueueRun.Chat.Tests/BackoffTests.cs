using System.Net.Http.Json;

namespace QueueRun.Chat.Tests;

/// <summary>How long a page waits before it reconnects: no two pages for the same time. That it is longer each time is tested with the client.</summary>
public sealed class BackoffTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task A_crowd_comes_back_spread_over_time_and_everybody_is_there_again()
    {
        var page = await OpenAsync();
        const int Crowd = 60;
        var tokens = new List<string>();
        for (var i = 0; i < Crowd; i++)
            tokens.Add(await ChatSocket.TokenAsync(Chat.Address, $"Member {i}"));
        await page.Page.EvaluateAsync("""
            async tokens => {
              const { Server } = await import('/server.js');
              window.delays = [];
              window.inLobby = 0;
              for (const token of tokens) {
                const server = new Server({
                  token: () => token, welcome() {}, message() {}, signedOut() {},
                  status({ state, until }) {
                    if (state === 'waiting') delays.push(until - Date.now());
                    if (state === 'ready') server.call('enter', { room: 'Lobby' }).then(() => inLobby++);
                  },
                });
                server.start();
              }
            }
            """, tokens);
        await page.Page.WaitForFunctionAsync("count => inLobby === count", Crowd);
        Assert.Equal($"Announced in Lobby on {Crowd} devices.\n", await AnnounceAsync());

        await Chat.KillAsync();
        await page.Page.WaitForFunctionAsync("count => delays.length >= count", Crowd);
        var delays = await page.Page.EvaluateAsync<double[]>("delays");
        AssertSpread(delays[..Crowd], 0, 500, slices: 3);

        await page.Page.EvaluateAsync("inLobby = 0");
        await Chat.StartAgainAsync();
        await page.Page.WaitForFunctionAsync("count => inLobby === count", Crowd);
        Assert.Equal($"Announced in Lobby on {Crowd} devices.\n", await AnnounceAsync());
    }

    /// <summary>All delays are within the range, and no slice of it has twice its even share.</summary>
    private static void AssertSpread(double[] delays, double shortest, double longest, int slices)
    {
        Assert.All(delays, delay => Assert.InRange(delay, shortest - 20, longest + 1));
        var most = delays.GroupBy(delay => (int)(Math.Max(0, delay - shortest) / (longest - shortest + 1) * slices)).Max(slice => slice.Count());
        Assert.InRange(most, 1, 2 * delays.Length / slices);
    }

    private async Task<string> AnnounceAsync()
    {
        using var client = new HttpClient { BaseAddress = Chat.Address };
        using var response = await client.PostAsJsonAsync("rooms/Lobby/announcements", new { text = "Hello" }, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
