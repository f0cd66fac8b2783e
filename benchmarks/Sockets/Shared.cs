/// <summary>What the driver asks a server of itself, by a line of its standard input.</summary>
internal static class Instruments
{
    /// <summary>Answers until the input ends.</summary>
    public static void Serve()
    {
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } question)
        {
            Console.WriteLine(question switch
            {
                "allocated" => GC.GetTotalAllocatedBytes(precise: true),
                "waiting" => Waiting.Count,
                "release" => Waiting.Release(),
                _ => GC.GetTotalMemory(Collect()),
            });
        }
    }

    /// <summary>How often connections are pinged. An hour, unless pings are what is measured: the load does not answer while it is another server's turn.</summary>
    public static TimeSpan KeepAlive(IConfiguration configuration) => TimeSpan.FromSeconds(configuration.GetValue("KeepAlive", 3600));

    private static bool Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return false;
    }
}

/// <summary>Calls that wait until they are released, all together.</summary>
internal static class Waiting
{
    private static TaskCompletionSource s_end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int s_count;

    public static int Count => Volatile.Read(ref s_count);

    public static async Task OneAsync()
    {
        Interlocked.Increment(ref s_count);
        await s_end.Task;
        Interlocked.Decrement(ref s_count);
    }

    /// <summary>Lets those that wait now go on; how many that are.</summary>
    public static int Release()
    {
        var count = Count;
        Interlocked.Exchange(ref s_end, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return count;
    }
}

internal static class Users
{
    public static IEnumerable<string> Everybody(int count) => Enumerable.Range(0, count).Select(i => $"user-{i}");
}

internal static class Rooms
{
    /// <summary>How often a message has each of them entered and left: often enough that the message itself costs next to nothing.</summary>
    public const int Turns = 10;

    /// <summary>Rooms that are entered and left.</summary>
    public static string[] Churned { get; } = [.. Enumerable.Range(0, 100).Select(i => $"churned-{i}")];

    /// <summary>300 rooms of a user: 1,000 users make 100,000 rooms of three.</summary>
    public static IEnumerable<string> Of(string userId)
    {
        var number = int.Parse(userId.AsSpan(userId.IndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
        return Enumerable.Range(number * 300, 300).Select(i => $"room-{i % 100_000}");
    }
}
