using QueueRun.Benchmarks;
using QueueRun.Generators.Benchmarks;

// dotnet run -c Release --project benchmarks/QueueRun.Generators.Benchmarks [all|cold|keystroke|compile|sends|analyzers] [rounds] [the output folder of another build's benchmarks]
var what = args.ElementAtOrDefault(0) ?? "all";
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 7;
// Where another build is given, its edits and its emitted code are measured in turns with this one's.
Build[] builds = args.Length > 2 ? [Build.This, Build.In(args[2])] : [Build.This];
SyntheticSolution program = new(Handlers: 1_000, Messages: 1_000, Sends: 0);
if (what is "all" or "cold") Cold.Run(program, rounds);
if (what is "all" or "keystroke") Keystroke.Run(program, rounds * 3, builds);
if (what is "all" or "compile") Compile.Run(program, rounds, builds);
if (what is "all" or "sends") SendCalls.Run(program, sends: 5_000, rounds);
if (what is "all" or "analyzers") Analyzers.Run(program, rounds);
