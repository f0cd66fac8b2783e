using System.Globalization;
using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>
/// Two processes share a store on disk; again and again one of them is killed, with kill -9, while it takes jobs, does jobs and
/// acknowledges them. Afterwards the books are balanced.
/// </summary>
public sealed class CrashTests(BinaryHost host)
{
    /// <summary>How often; <c>QUEUERUN_KILLS=1000</c> for a longer run.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("QUEUERUN_KILLS") ?? "80", CultureInfo.InvariantCulture);

    private const int Lines = 5;
    private const int Burst = 400;

    [Fact]
    public async Task Nothing_is_lost_nothing_runs_twice_at_once_and_no_key_is_overtaken()
    {
        NativeAot.SkipWithoutLinker();
        var folder = Directory.CreateTempSubdirectory("queuerun-crashes-").FullName;
        var journal = Path.Combine(folder, "journal.txt");
        var random = new Random(20261125);
        var acknowledged = new HashSet<int>();
        var pushed = 0;
        var servers = new[] { await StartAsync(), await StartAsync() };
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                var victim = random.Next(2);
                var server = servers[victim];
                await using (var client = await server.ConnectAsUserAsync("crash"))
                {
                    var reading = ReadAsync(client, acknowledged);
                    var first = pushed;
                    var writing = WriteAsync(client, first, () => Interlocked.Increment(ref pushed));
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 80)), TestContext.Current.CancellationToken); // any moment is a good one
                    CrashJournal.Add(journal, $"killing 0 - {server.Id}");
                    await server.KillAsync();
                    await writing;
                    await reading;
                }

                await server.DisposeAsync();
                servers[victim] = await StartAsync();
            }

            await Patience.EventuallyAsync(
                () => servers[0].Http.GetStringAsync("/queues"),
                queues => queues.Contains("Name = do_crash, Waiting = 0, Running = 0, Failed = 0", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
        }

        var books = new CrashBooks(await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken));
        var stored = books.Done.Except(acknowledged).Count();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills; {acknowledged.Count} jobs pushed, and {stored} more of which the client did not hear; {books.BrokenOff} handlers killed; "
            + $"{books.Repeated} jobs done again because the store did not hear");
        Assert.Empty(books.Faults);
        Assert.Empty(acknowledged.Except(books.Done));

        // They were killed while they took jobs, while they did them, and while they acknowledged them.
        Assert.All([acknowledged.Count, stored, books.BrokenOff, books.Repeated], count => Assert.True(count > 0));
        Directory.Delete(folder, recursive: true);

        async Task<ServerProcess> StartAsync() => (ServerProcess)await host.StartAsync(
            $"--Jobs:Database={Path.Combine(folder, "jobs.db")}", $"--Journal:File={journal}", "--QueueRun:RetryDelay=00:00:00.001", "--QueueRun:MaxAttempts=100");
    }

    private static async Task WriteAsync(SocketClient client, int first, Action sent)
    {
        try
        {
            for (var number = first; number < first + Burst; number++)
            {
                await client.SendJsonAsync(new { test = "push-crash", number, line = number % 3 == 0 ? $"line {number / 3 % Lines}" : null });
                sent();
            }
        }
        catch (Exception error) when (error is System.Net.WebSockets.WebSocketException or IOException)
        {
            // Killed.
        }
    }

    private static async Task ReadAsync(SocketClient client, HashSet<int> acknowledged)
    {
        try
        {
            for (var i = 0; i < Burst; i++)
            {
                if (await client.ReceiveOrCloseAsync() is not { } answer) return;
                acknowledged.Add(answer.Json.GetInt32());
            }
        }
        catch (Exception error) when (error is System.Net.WebSockets.WebSocketException or IOException)
        {
            // Killed.
        }
    }
}

/// <summary>What the journal says: which jobs were done, and what should not have happened.</summary>
internal sealed class CrashBooks
{
    private readonly Dictionary<int, int> _running = [];            // job → process
    private readonly Dictionary<string, int> _lines = [];           // line → the job that was begun last
    private readonly HashSet<int> _done = [];
    private readonly HashSet<int> _dying = [];                      // processes; what they still write counts

    public CrashBooks(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // "begin 17 line 2 4711"; a line that a killed process did not finish says nothing.
            var words = line.Split(' ');
            if (words.Length < 4 || !int.TryParse(words[^1], out var process) || !int.TryParse(words[1], out var number)) continue;

            var key = string.Join(' ', words[2..^1]);
            switch (words[0])
            {
                case "begin": Begin(number, key, process); break;
                case "end": End(number, process); break;
                case "killing": _dying.Add(process); break;
            }
        }
    }

    public List<string> Faults { get; } = [];

    public IReadOnlySet<int> Done => _done;

    public int BrokenOff { get; private set; }

    public int Repeated { get; private set; }

    private void Begin(int number, string key, int process)
    {
        if (_done.Contains(number)) Repeated++;
        if (_running.TryGetValue(number, out var other))
        {
            if (_dying.Contains(other)) BrokenOff++;
            else Faults.Add($"Job {number} is begun by {process} while {other} does it.");
        }

        _running[number] = process;
        if (key == "-") return;

        if (_lines.TryGetValue(key, out var last))
        {
            if (number < last) Faults.Add($"Job {number} of {key} is begun after {last}.");
            if (number > last && !_done.Contains(last)) Faults.Add($"Job {number} of {key} is begun before {last} is done.");
        }

        _lines[key] = number;
    }

    private void End(int number, int process)
    {
        if (_running.Remove(number, out var other) && other == process) _done.Add(number);
        else Faults.Add($"Job {number} ends in {process}, which does not do it.");
    }
}
