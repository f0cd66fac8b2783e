using System.Diagnostics;
using QueueRun.Redis.Chaos.Node;

namespace QueueRun.Redis.Chaos.Trouble;

/// <summary>One of the three places for a process. A process that was killed is followed by another one, with another id.</summary>
internal sealed class NodeSlot(int number, RedisServer redis, ChaosOptions options) : IAsyncDisposable
{
    private readonly Proxy _proxy = new(redis.Port);
    private Process? _process;
    private ProcessGuard? _guard;
    private int _starts;

    public int Number => number;

    public Proxy Proxy => _proxy;

    /// <summary>The id of the process that runs now, or ran last.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Where it listens; null while none runs.</summary>
    public Uri? Address { get; private set; }

    public bool IsRunning => Address is not null;

    /// <summary>All that have run here.</summary>
    public List<NodeLife> Lives { get; } = [];

    public async Task StartAsync()
    {
        var id = $"p{number}.{++_starts}";
        var arguments = new NodeArguments(id, $"127.0.0.1:{_proxy.Port}", options.LeaseTime, options.JournalOf(id), options.Seed + (number * 1000) + _starts);
        var process = new Process { StartInfo = new(Environment.ProcessPath!, arguments.ToArray()) { RedirectStandardOutput = true, RedirectStandardError = true } };
        var log = new StreamWriter(options.LogOf(id)) { AutoFlush = true };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        _guard = new(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = await listening.Task.WithinLimitAsync($"the start of {id}");
        Lives.Add(new(id, arguments.Journal) { Start = Clock.Now });
        (_process, Id, Address) = (process, id, address);

        void Read(string? line)
        {
            if (line is null) return;

            lock (log) log.WriteLine(line);
            if (line.StartsWith(NodeProgram.Listening, StringComparison.Ordinal)) listening.TrySetResult(new(line[NodeProgram.Listening.Length..]));
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Address = null;
        await _guard!.DisposeAsync();
        Lives[^1].End = Clock.Now;
    }

    /// <summary>The process stands still, or goes on.</summary>
    public Task StandStillAsync(bool stands) => Command.RunAsync(new("kill", [stands ? "-STOP" : "-CONT", $"{_process!.Id}"]));

    /// <summary>Asks the process something over HTTP.</summary>
    public async Task<string[]> AskAsync(HttpClient http, string path)
        => (await http.GetStringAsync(new Uri(Address!, path))).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await KillAsync();
        await _proxy.DisposeAsync();
    }
}
