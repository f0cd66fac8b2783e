using System.Globalization;

namespace QueueRun.Redis.Chaos;

/// <summary>What a run is told.</summary>
internal sealed record ChaosOptions(TimeSpan Duration, int Seed, string Folder)
{
    /// <summary>Short, so that many leases end in a run.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The kinds of trouble; all unless some are named.</summary>
    public required IReadOnlyList<TroubleKind> Kinds { get; init; }

    /// <summary>Reads <c>[minutes] [--seed N] [--only kind,kind]</c>; <c>--only none</c> leaves them in peace.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public static ChaosOptions Parse(string[] arguments)
    {
        var (minutes, seed, kinds) = (10.0, Random.Shared.Next(1 << 20), Enum.GetValues<TroubleKind>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--seed" && i + 1 < arguments.Length) seed = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else if (arguments[i] is "--only" && i + 1 < arguments.Length) kinds = arguments[++i] is "none" ? [] : [.. arguments[i].Split(',').Select(Kind)];
            else if (i != 0 || !double.TryParse(arguments[i], CultureInfo.InvariantCulture, out minutes)) throw new ArgumentException($"'{arguments[i]}' is not understood: [minutes] [--seed N] [--only none|{string.Join(',', Enum.GetNames<TroubleKind>())}]");
        }

        return new(TimeSpan.FromMinutes(minutes), seed, Directory.CreateTempSubdirectory("queuerun-chaos-").FullName) { Kinds = kinds };
    }

    /// <summary>The arguments of a redis-server that begins without data, and has a file of its own for it, or none.</summary>
    public string[] RedisArguments(bool keepsData)
        => keepsData ? ["--appendonly", "yes", "--appendfsync", "everysec", "--dir", Directory.CreateDirectory(Path.Combine(Folder, $"redis-{Guid.NewGuid():N}")).FullName] : [];

    public string JournalOf(string id) => Path.Combine(Folder, $"{id}.journal");

    public string LogOf(string id) => Path.Combine(Folder, $"{id}.log");

    private static TroubleKind Kind(string name) => Enum.TryParse<TroubleKind>(name, ignoreCase: true, out var kind)
        ? kind
        : throw new ArgumentException($"'{name}' is no kind of trouble: {string.Join(", ", Enum.GetNames<TroubleKind>())}");
}
