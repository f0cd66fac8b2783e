using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

// dotnet run -c Release --project benchmarks/Sockets/QueueRun.Sockets.Benchmarks [echo|fanout|compressed|rooms|joins|calls|together|allocated|heap|connect|who|storm|churn|idle|latency|start] [rounds]
// dotnet run -c Release --project benchmarks/Sockets/QueueRun.Sockets.Benchmarks beside [rounds] [another build's QueueRunServer] [echo|echo16]
var what = args.ElementAtOrDefault(0) ?? "all";
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 7;

// The load on the second core, the servers on the first. Everything here happens on this one thread.
if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 2;
// "profile 16 BareServer": 16 in flight (QueueRunServer if none is named; or SignalRServer, Floor); "profile 1 QueueRunServer churn": another action; "#say": a call.
if (what is "profile") Echo.Profile(args.ElementAtOrDefault(2), rounds, TimeSpan.FromSeconds(30), args.ElementAtOrDefault(3) ?? "say");
if (what is "beside") Beside.Run(rounds, args[2], args.ElementAtOrDefault(3));
if (what is "all" or "echo") Echo.Run(rounds);
if (what is "all" or "fanout") FanOut.Everybody(rounds);
if (what is "all" or "fanout") FanOut.SomeAmongMany(rounds);
if (what is "all" or "compressed") CompressedFanOut.Run(rounds);
if (what is "all" or "rooms") RoomFigures.Run(rounds);
if (what is "joins") RoomFigures.EnterAndLeave(rounds); // of the rooms, these alone
if (what is "all" or "calls") CallFigures.WithAndWithoutReference(rounds);
if (what is "all" or "calls" or "together") CallFigures.WaitTogether(rounds);
if (what is "all" or "allocated") Memory.Allocated();
if (what is "all" or "heap") Memory.Idle(2_000);
if (what is "all" or "heap") Memory.Idle(2_000, "--Pipeline=long"); // authentication, authorization, CORS and five more middlewares
if (what is "all" or "connect") Connecting.Run(rounds);
if (what is "all" or "connect" or "who") Connecting.Who(rounds);
if (what is "all" or "storm") Storm.Run(rounds, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 10_000);
// "churn 15": minutes; "churn 5 2 BareServer": a burst every two seconds, another server; then arguments of the server.
if (what is "churn") Churn.Run(TimeSpan.FromMinutes(rounds), TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 30), args.ElementAtOrDefault(3), args[Math.Min(4, args.Length)..]);
if (what is "all" or "latency") Latency.Run(rounds);
if (what is "all" or "idle") ManyIdle.Run(19_500); // of 20,000 files that a process may open here
if (what is "all" or "start") Starting.Run(rounds);
