using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.FileProviders;
using Microsoft.Playwright;

namespace QueueRun.Clients.Benchmarks;

/// <summary>
/// A call and its answer in Chromium: the client that the build writes, beside @microsoft/signalr and the browser's WebSocket alone. All talk to one process, in turns, in one page. What is
/// measured is the CPU time of the page's thread, as the DevTools protocol tells it, and the time by the clock.
/// </summary>
internal static class Calls
{
    private const int Count = 500;

    /// <param name="root">The repository.</param>
    /// <param name="rounds">How many rounds count. A few more go before, for the compilers of both sides.</param>
    public static async Task RunAsync(string root, int rounds)
    {
        var pages = Path.Combine(root, "benchmarks", "QueueRun.Clients.Benchmarks", "wwwroot");
        var npm = Path.Combine(root, "tests", "QueueRun.Clients.Tests", "clients", "node_modules");
        var signalR = Path.Combine(npm, "@microsoft", "signalr", "dist", "browser");
        if (!Directory.Exists(signalR)) throw new InvalidOperationException("@microsoft/signalr is missing: npm ci --prefix tests/QueueRun.Clients.Tests/clients");

        await using var app = Start(pages, signalR);
        await app.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await chromium.NewPageAsync();
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        await page.GotoAsync($"{app.Urls.First()}/page.html");
        await page.WaitForFunctionAsync("() => window.isReady");

        foreach (var way in (string[])["sequential", "pipelined"]) await MeasureAsync(page, tools, way, rounds);
        await CountBytesAsync(page, tools);
        Weigh(Path.Combine(pages, "sockets.js"), Path.Combine(signalR, "signalr.min.js"), Path.Combine(npm, "@esbuild", "linux-x64", "bin", "esbuild"));
    }

    private static WebApplication Start(string pages, string signalR)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddQueueRun();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new CompositeFileProvider(new PhysicalFileProvider(pages), new PhysicalFileProvider(signalR)) });
        app.MapSockets("/socket");
        app.MapHub<PriceHub>("/hub");
        return app;
    }

    private static async Task MeasureAsync(IPage page, ICDPSession tools, string way, int rounds)
    {
        string[] clients = ["QueueRun", "SignalR", "bare"];
        var measured = clients.ToDictionary(client => client, _ => new List<(double Time, double Cpu)>());
        for (var round = -10; round < rounds; round++)
        {
            foreach (var client in round % 2 == 0 ? clients : clients.Reverse())
            {
                var (before, start) = (await CpuAsync(tools), Stopwatch.GetTimestamp());
                await page.EvaluateAsync("([client, way, calls]) => play(client, way, calls)", new object[] { client, way, Count });
                var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Count;
                if (round >= 0) measured[client].Add((time, (await CpuAsync(tools) - before) * 1e6 / Count));
            }
        }

        Say($"{way}, {rounds} rounds of {Count} calls in turns");
        foreach (var client in clients)
            Say($"  {client,-9} CPU of the page {Median(client, one => one.Cpu),6:0.0} µs a call, {Ratio(client, one => one.Cpu):0.00} × SignalR;  time {Median(client, one => one.Time),6:0} µs, {Ratio(client, one => one.Time):0.00} ×");

        // Of the rounds by themselves: one that the machine disturbs is one of them.
        double Ratio(string client, Func<(double Time, double Cpu), double> of) => Middle(measured[client].Zip(measured["SignalR"], (mine, its) => of(mine) / of(its)));
        double Median(string client, Func<(double Time, double Cpu), double> of) => Middle(measured[client].Select(of));
        static double Middle(IEnumerable<double> values) => values.Order().ToArray() is var all ? all[all.Length / 2] : 0;
    }

    /// <summary>The payloads of a hundred calls and their answers.</summary>
    private static async Task CountBytesAsync(IPage page, ICDPSession tools)
    {
        await tools.SendAsync("Network.enable");
        foreach (var client in (string[])["QueueRun", "SignalR"])
        {
            var (sent, received) = (0, 0);
            EventHandler<System.Text.Json.JsonElement?> isSent = (_, frame) => sent += LengthOf(frame), isReceived = (_, frame) => received += LengthOf(frame);
            tools.Event("Network.webSocketFrameSent").OnEvent += isSent;
            tools.Event("Network.webSocketFrameReceived").OnEvent += isReceived;
            await page.EvaluateAsync("([client, way, calls]) => play(client, way, calls)", new object[] { client, "sequential", 100 });
            tools.Event("Network.webSocketFrameSent").OnEvent -= isSent;
            tools.Event("Network.webSocketFrameReceived").OnEvent -= isReceived;
            Say($"bytes on the wire, {client}: {sent / 100.0:0.0} sent and {received / 100.0:0.0} received a call, without the heads of frames");
        }

        static int LengthOf(System.Text.Json.JsonElement? frame) => System.Text.Encoding.UTF8.GetByteCount(frame!.Value.GetProperty("response").GetProperty("payloadData").GetString()!);
    }

    private static void Weigh(string ours, string theirs, string esbuild)
    {
        var smallest = Path.GetTempFileName();
        using (var process = Process.Start(esbuild, [ours, "--minify", "--target=es2022", $"--outfile={smallest}", "--log-level=error", "--allow-overwrite"])) process.WaitForExit();
        var other = Zipped(theirs);
        foreach (var (name, file) in ((string, string)[])[("as the build writes it", ours), ("minified", smallest)])
            Say($"the client of this program, {name}: {new FileInfo(file).Length / 1000.0:0.00} kB, compressed {Zipped(file) / 1000.0:0.00} kB;  signalr.min.js {new FileInfo(theirs).Length / 1000.0:0.00} kB, compressed {other / 1000.0:0.00} kB: {Zipped(file) / (double)other:0.000} ×");
        File.Delete(smallest);
    }

    private static long Zipped(string file)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(File.ReadAllBytes(file));
        return zipped.Length;
    }

    private static async Task<double> CpuAsync(ICDPSession tools)
    {
        var metrics = (await tools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray();
        return metrics.Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
