using System.Globalization;

namespace QueueRun.Hostile;

/// <summary>Measures the effect of an attack on other users' connections and on the server's memory.</summary>
/// <remarks>
/// The machine has few cores and other work, so nothing is compared with a clock. The median of the victims' round trips during the attack
/// is compared with their median just before it, in the same process, in several rounds. A harmful attack has its effect in each round, so
/// the first round within the limit is enough. Before each round the earlier attackers are gone, because their remains would slow down the
/// quiet window too. Victims and attackers have their own threads; attackers write large pieces and pause after each, so that the machine's
/// time goes into the server's work and not into theirs.
/// </remarks>
internal static class Siege
{
    /// <summary>The limit: the median latency of others at most doubles.</summary>
    public const double Unnoticed = 2;

    private const int Rounds = 12;
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Attack = TimeSpan.FromMilliseconds(250);

    /// <summary>Fails if the victims notice the attack in each round, or if the server holds too much memory for the attackers.</summary>
    /// <param name="server">The target.</param>
    /// <param name="attackAsync">Starts the attackers; disposing them ends the attack.</param>
    /// <param name="maxMemory">MiB that the server may hold for them during the attack.</param>
    /// <param name="maxFactor">How much slower than before the victims' median may be.</param>
    public static async Task WithstandAsync(
        ServerUnderTest server, Func<Task<IAsyncDisposable[]>> attackAsync, int maxMemory, double maxFactor = Unnoticed)
    {
        var seen = new List<string>();
        await using var victims = await Victims.ConnectAsync(server);
        await victims.MedianAsync(Quiet); // warms up the code of both windows
        for (var round = 0; round < Rounds; round++)
        {
            var before = await server.UsageAsync();
            var quiet = await victims.MedianAsync(Quiet);
            var attackers = await attackAsync();
            TimeSpan attacked;
            Usage during;
            try
            {
                // At first the attackers connect, and fill the buffers.
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
