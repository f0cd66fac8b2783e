using System.Net.Http.Json;

namespace QueueRun.Chat.Tests;

/// <summary>How long a page waits before it reconnects: longer each time, and no two pages for the same time.</summary>
public sealed class BackoffTests(Chromium chromium) : ChatTests(chromium)
{
    [Fact]
    public async Task A_crowd_comes_back_spread_over_time_and_everybody_is_there_again()
    {
        var page = await OpenAsync();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var longest = Math.Min(30_000, 2000 * (1 << attempt));
            var some = await page.Page.EvaluateAsync<double[]>(
                "async attempt => { const { reconnectDelay } = await import('/connection.js'); return Array.from({ length: 2000 }, () => reconnectDelay(attempt)); }",
                attempt);
            AssertSpread(some, longest / 4, longest, slices: 10);
        }

        const int Crowd = 60;
        var tokens = new List<string>();
        for (var i = 0; i < Crowd; i++)
            tokens.Add(await ChatSocket.TokenAsync(Chat, $"Member {i}"));
        await page.Page.EvaluateAsync("""
            async tokens => {
              const { Connection } = await import('/connection.js');
              window.delays = [];
              window.inLobby = 0;
              for (const token of tokens) {
                const connection = new Connection({
                  token: () => token, welcome() {}, message() {}, signedOut() {},
                  status({ state, until }) {
                    if (state === 'waiting') delays.push(until - Date.now());
                    if (state === 'ready') connection.request({ action: 'enter', room: 'Lobby' }).then(() => inLobby++);
                  },
                });
                connection.start();
              }
            }
            """, tokens);
        await page.Page.WaitForFunctionAsync("count => inLobby === count", Crowd);
        Assert.Equal($"Announced in Lobby on {Crowd} devices.\n", await AnnounceAsync());

        await Chat.KillAsync();
        await page.Page.WaitForFunctionAsync("count => delays.length >= count", Crowd);
        var delays = await page.Page.EvaluateAsync<double[]>("delays");
        AssertSpread(delays[..Crowd], 500, 2000, slices: 3);

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
