using System.Globalization;

namespace QueueRun.Hostile;

/// <summary>Measures what an attack does to other people's connections and to the server's memory.</summary>
/// <remarks>
/// The machine that runs this has few cores and other work. So nothing is compared with a clock: the median of the victims' round trips while
/// the attack goes on is compared with their median just before it, in the same process, again and again; an attack that does harm does it in
/// each of these rounds, so the first round that is within the limit is enough. Before each round the attackers of the round before are gone,
/// because what they left behind would slow down the quiet window too. Victims and attackers have threads of their own; attackers write large
/// pieces and pause after each, so that the machine's time goes into the server's work and not into theirs.
/// </remarks>
internal static class Siege
{
    /// <summary>DESIGN's word: others keep their latency, median within twice.</summary>
    public const double Unnoticed = 2;

    private const int Rounds = 12;
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Attack = TimeSpan.FromMilliseconds(250);

    /// <summary>Fails when the victims notice the attack in each round, or the server holds more for the attackers than it may.</summary>
    /// <param name="server">The target.</param>
    /// <param name="attackAsync">Starts the attackers; disposing them ends the attack.</param>
    /// <param name="maxMemory">MiB that the server may hold for them while the attack goes on.</param>
    /// <param name="maxFactor">How much slower than before the victims' median may be.</param>
    public static async Task WithstandAsync(
        ServerUnderTest server, Func<Task<IAsyncDisposable[]>> attackAsync, int maxMemory, double maxFactor = Unnoticed)
    {
        var seen = new List<string>();
        await using var victims = await Victims.ConnectAsync(server);
        await victims.MedianAsync(Quiet); // warms up what both windows use
        for (var round = 0; round < Rounds; round++)
        {
            var before = await server.UsageAsync();
            var quiet = await victims.MedianAsync(Quiet);
            var attackers = await attackAsync();
            TimeSpan attacked;
            Usage during;
            try
            {
                // The first moments are the attackers' own: they connect, and fill the buffers in between.
                await victims.MedianAsync(Quiet);
                attacked = await victims.MedianAsync(Attack);
                during = await server.UsageAsync();
            }
            finally
            {
                foreach (var attacker in attackers) await attacker.DisposeAsync();
            }

            var (factor, held) = (attacked / quiet, (during.Live - before.Live) / (double)MiB);
            seen.Add(string.Create(CultureInfo.InvariantCulture,
                $"{quiet.TotalMicroseconds:F0} µs, attacked {attacked.TotalMicroseconds:F0} µs: {factor:F1} ×; {held:F1} MiB held"));
            Assert.True(held <= maxMemory, $"The server holds {held:F1} MiB for the attackers, more than {maxMemory} MiB.");
            if (factor <= maxFactor)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', seen));
                return;
            }
        }

        Assert.Fail($"The victims' median is more than {maxFactor} × as long in each round:\n{string.Join('\n', seen)}");
    }
}
