using QueueRun.Jobs.Benchmarks;

// dotnet run -c Release --project benchmarks/QueueRun.Jobs.Benchmarks [throughput|memory] [jobs] [rounds]
var what = args.ElementAtOrDefault(0) ?? "all";
var folder = Directory.CreateTempSubdirectory("queuerun-benchmark-").FullName;
try
{
    if (what is "all" or "throughput") await Throughput.RunAsync(folder, jobs: Number(1, 50_000), rounds: Number(2, 5));
    if (what is "all" or "memory") await Memory.RunAsync(folder, jobs: Number(1, 1_000_000));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
