using System.Globalization;
using QueueRun.Clients.Benchmarks;

// dotnet run -c Release --project benchmarks/QueueRun.Clients.Benchmarks [calls|builds] [rounds]
var what = args.ElementAtOrDefault(0) ?? "calls";
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : what is "calls" ? 40 : 5;
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "QueueRun.sln"))) root = root.Parent!;
if (what is "calls") await Calls.RunAsync(root.FullName, rounds);
if (what is "builds") Builds.Run(root.FullName, rounds);
