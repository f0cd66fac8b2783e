using System.Globalization;

namespace QueueRun.Redis.Chaos.Node;

/// <summary>What a process is started with.</summary>
/// <param name="Id">Its name in journals: a new one after each start.</param>
/// <param name="Redis">StackExchange.Redis' connection string.</param>
/// <param name="LeaseTime">How long a process that has died counts as alive.</param>
/// <param name="Journal">The file for its journal.</param>
/// <param name="Seed">What its random choices begin with.</param>
internal sealed record NodeArguments(string Id, string Redis, TimeSpan LeaseTime, string Journal, int Seed)
{
    /// <summary>The first argument of such a process.</summary>
    public const string Name = "node";

    public const string Prefix = "chaos";

    public string[] ToArray() => [Name, Id, Redis, LeaseTime.TotalSeconds.ToString(CultureInfo.InvariantCulture), Journal, Seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Reads the arguments; null if the program is not started as such a process.</summary>
    public static NodeArguments? Parse(string[] arguments) => arguments is [Name, var id, var redis, var lease, var journal, var seed]
        ? new(id, redis, TimeSpan.FromSeconds(double.Parse(lease, CultureInfo.InvariantCulture)), journal, int.Parse(seed, CultureInfo.InvariantCulture))
        : null;
}
