using QueueRun.Jobs.Benchmarks;

// dotnet run -c Release --project benchmarks/QueueRun.Jobs.Benchmarks [throughput|memory|recovery] [jobs] [rounds] [bytes]
if (args is ["part", ..])
{
    await Recovery.PlayAsync(args[1..]); // one of the processes of a benchmark that has several
    return;
}

var what = args.ElementAtOrDefault(0) ?? "all";
var folder = Directory.CreateTempSubdirectory("queuerun-benchmark-").FullName;
try
{
    if (what is "all" or "throughput") await Throughput.RunAsync(folder, jobs: Number(1, 50_000), rounds: Number(2, 5));
    if (what is "all" or "memory") await Memory.RunAsync(folder, jobs: Number(1, 1_000_000));
    if (what is "all" or "recovery") await Recovery.RunAsync(folder, jobs: Number(1, 1_000_000), rounds: Number(2, 9), bytes: Number(3, 1_000));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
