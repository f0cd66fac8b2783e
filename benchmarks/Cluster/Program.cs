using System.Diagnostics;
using System.Globalization;
using QueueRun.Cluster.Benchmarks;

// dotnet run -c Release --project benchmarks/Cluster [one|hundred|room|storm|restart|latency] [rounds] [users of the storm, or of the restart]
if (args is [Holders.Name, .. var holder])
{
    Holders.Run(holder);
    return;
}

var what = args.ElementAtOrDefault(0) ?? "all";
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
int? users = what is "storm" or "restart" && args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : null;

// The load and Redis on the second core, the servers on the first.
if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 2;
// "profile 30 room QueueRun": 30 seconds of one load on one side.
if (what is "profile") Sending.Profile(args[2], Side.Kinds.Single(kind => kind.Name == args[3]), TimeSpan.FromSeconds(rounds));
if (what is "all" or "one") Sending.OneElsewhere(rounds);
if (what is "all" or "hundred") Sending.Hundred(rounds);
if (what is "all" or "room") Sending.Room(rounds);
if (what is "all" or "latency") Delay.Run(rounds);
if (what is "all" or "storm") Joining.Run(rounds, users ?? 10_000);
if (what is "all" or "restart") Restart.Run(rounds, users ?? 50_000);
