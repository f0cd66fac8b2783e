using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>
/// What a process that was killed costs those that come after it and those beside it, while many jobs wait: how long the next start takes, beside one after
/// an orderly stop, and how long a push of another process takes meanwhile. In turns, on one file.
/// </summary>
internal static class Recovery
{
    private const int Claimed = 10;

    /// <summary>What a process of this benchmark does with the file.</summary>
    private enum Part
    {
        /// <summary>Adds jobs that wait, and ends.</summary>
        Fill,

        /// <summary>Starts, says so, and stops in good order.</summary>
        Start,

        /// <summary>Claims some jobs, says so, and stands there until it is killed.</summary>
        Hold,

        /// <summary>Pushes one job after another, and says how long the longest push took whenever it is asked.</summary>
        Push,
    }

    private sealed record Figure(double Started, double Opened, double Push, double Machine);

    public static async Task RunAsync(string folder, int jobs, int rounds, int bytes)
    {
        var file = Path.Combine(folder, "recovery.db");
        using (var fill = Begin(Part.Fill, file, jobs, bytes)) await fill.WaitForExitAsync();
        Print($"{jobs} jobs of {bytes} bytes wait; {new FileInfo(file).Length / 1e6:N0} MB; {rounds} rounds in turns, after one to warm up");
        using var pusher = Begin(Part.Push, file);
        await pusher.StandardOutput.ReadLineAsync();
        var (clean, killed, idle) = (new List<Figure>(), new List<Figure>(), new List<Figure>());
        for (var round = -1; round < rounds; round++)
        {
            await AskAsync(pusher);
            await Task.Delay(500);
            var (push, machine) = await AskAsync(pusher);
            var figures = (Idle: new Figure(0, 0, push, machine), Clean: await StartAsync(file, pusher), Killed: await KillAsync(file, pusher));
            if (round < 0) continue;
            idle.Add(figures.Idle);
            clean.Add(figures.Clean);
            killed.Add(figures.Killed);
        }

        pusher.Kill();
        Print($"{"",-28} {"start, ms: median",18} {"max",7} {"of that the store",18} {"longest push, ms",18} {"the machine",12}");
        Show("nobody starts", idle);
        Show("start after an orderly stop", clean);
        Show("start after kill -9", killed);
        Print($"after kill -9 / orderly: {Median(killed, f => f.Started) / Median(clean, f => f.Started):0.00} (the store: {Median(killed, f => f.Opened) / Median(clean, f => f.Opened):0.00})");
    }

    /// <summary>One of the processes.</summary>
    public static async Task PlayAsync(string[] args)
    {
        var (part, file) = (Enum.Parse<Part>(args[0]), args[1]);
        var start = Stopwatch.GetTimestamp();
        using var host = await Worker.StartAsync(file, part is Part.Hold ? Claimed : 0);
        var opened = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        switch (part)
        {
            case Part.Fill:
                var text = new string('x', int.Parse(args[3], CultureInfo.InvariantCulture));
                await Worker.PushAsync(host, int.Parse(args[2], CultureInfo.InvariantCulture), 256, new() { Delay = TimeSpan.FromDays(1) }, text);
                break;

            case Part.Start:
                Print($"{opened}");
                break;

            case Part.Hold:
                var queues = host.Services.GetRequiredService<IQueues>();
                var all = host.Services.GetRequiredService<Count>().StartAsync(Claimed);
                for (var i = 0; i < Claimed; i++) await queues.PushAsync(new Held(i));
                await all;
                Console.WriteLine("claimed");
                await Task.Delay(Timeout.Infinite);
                break;

            case Part.Push:
                await PushAsync(host.Services.GetRequiredService<IQueues>());
                break;
        }

        await host.StopAsync();
    }

    private static async Task PushAsync(IQueues queues)
    {
        // What the machine keeps everybody waiting is known by a thread that has nothing to do but to wake up.
        var (longest, gap) = (0L, 0L);
        new Thread(() =>
        {
            while (true)
            {
                var start = Stopwatch.GetTimestamp();
                Thread.Sleep(1);
                Raise(ref gap, Stopwatch.GetTimestamp() - start);
            }
        }) { IsBackground = true, Priority = ThreadPriority.Normal }.Start();
        _ = Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await queues.PushAsync(new Work(i, "Somebody has said something in a room that you are in."), new() { Delay = TimeSpan.FromDays(1) });
                Raise(ref longest, Stopwatch.GetTimestamp() - start);
                await Task.Delay(1);
            }
        });
        Console.WriteLine("pushing");
        while (await Console.In.ReadLineAsync() is not null) Print($"{Milliseconds(ref longest)} {Milliseconds(ref gap)}");

        static void Raise(ref long longest, long one)
        {
            long seen;
            while ((seen = Volatile.Read(ref longest)) < one) Interlocked.CompareExchange(ref longest, one, seen);
        }

        static double Milliseconds(ref long ticks) => Interlocked.Exchange(ref ticks, 0) * 1000.0 / Stopwatch.Frequency;
    }

    private static async Task<Figure> KillAsync(string file, Process pusher)
    {
        using var holder = Begin(Part.Hold, file);
        await holder.StandardOutput.ReadLineAsync();
        holder.Kill();
        await holder.WaitForExitAsync();
        return await StartAsync(file, pusher);
    }

    private static async Task<Figure> StartAsync(string file, Process pusher)
    {
        await AskAsync(pusher);
        var start = Stopwatch.GetTimestamp();
        using var process = Begin(Part.Start, file);
        var opened = Number(await process.StandardOutput.ReadLineAsync());
        var started = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.WaitForExitAsync();
        var (push, machine) = await AskAsync(pusher);
        return new(started, opened, push, machine);
    }

    private static async Task<(double Push, double Machine)> AskAsync(Process pusher)
    {
        await pusher.StandardInput.WriteLineAsync();
        await pusher.StandardInput.FlushAsync();
        var said = (await pusher.StandardOutput.ReadLineAsync())!.Split(' ');
        return (Number(said[0]), Number(said[1]));
    }

    private static Process Begin(Part part, string file, params int[] numbers)
        => Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(Recovery).Assembly.Location } : [],
                "part", $"{part}", file, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static void Show(string name, List<Figure> figures) => Print(
        $"{name,-28} {Median(figures, f => f.Started),18:N0} {figures.Max(f => f.Started),7:N0} {Median(figures, f => f.Opened),18:N0} {figures.Max(f => f.Push),18:N0} {figures.Max(f => f.Machine),12:N0}");

    private static double Median(List<Figure> figures, Func<Figure, double> value) => figures.Select(value).Order().ElementAt(figures.Count / 2);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
