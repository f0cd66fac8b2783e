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

internal static class Users
{
    public static IEnumerable<string> Everybody(int count) => Enumerable.Range(0, count).Select(i => $"user-{i}");
}
