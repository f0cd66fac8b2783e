// A call and its answer in Chromium: the client that the build writes, beside @microsoft/signalr (npm ci --prefix tests/QueueRun.Clients.Tests/clients).
// Both talk to one process, in turns, in one browser. Time and CPU of the page, from the DevTools protocol.

using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.FileProviders;
using Microsoft.Playwright;

const int Rounds = 7, Calls = 4000;

var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "QueueRun.sln"))) root = root.Parent!;
var signalR = Path.Combine(root.FullName, "tests", "QueueRun.Clients.Tests", "clients", "node_modules", "@microsoft", "signalr", "dist", "browser");

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddQueueRun();
builder.Services.AddSignalR();
var app = builder.Build();
app.UseStaticFiles(new StaticFileOptions
{
    FileProvider = new CompositeFileProvider(new PhysicalFileProvider(Path.Combine(root.FullName, "benchmarks", "QueueRun.Clients.Benchmarks", "wwwroot")), new PhysicalFileProvider(signalR)),
});
app.MapSockets("/socket");
app.MapHub<PriceHub>("/hub");
await app.StartAsync();

using var playwright = await Playwright.CreateAsync();
await using var chromium = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
var page = await chromium.NewPageAsync();
var tools = await page.Context.NewCDPSessionAsync(page);
await tools.SendAsync("Performance.enable");
await page.GotoAsync($"{app.Urls.First()}/page.html");
await page.WaitForFunctionAsync("() => window.isReady");

foreach (var way in (string[])["sequential", "pipelined"])
{
    var measured = new Dictionary<string, List<(double Time, double Cpu)>> { ["QueueRun"] = [], ["SignalR"] = [] };
    for (var round = 0; round < Rounds; round++)
    {
        foreach (var client in measured.Keys)
        {
            var (before, start) = (await CpuAsync(), TimeProvider.System.GetTimestamp());
            await page.EvaluateAsync("([client, way, calls]) => play(client, way, calls)", new object[] { client, way, Calls });
            var time = TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Calls;
            if (round > 1) measured[client].Add((time, ((await CpuAsync()) - before) * 1e6 / Calls)); // the first rounds are for the compiler
        }
    }

    var (ours, theirs) = (Median("QueueRun"), Median("SignalR"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{way,-10}  time of a call {ours.Time:0.0} µs, SignalR {theirs.Time:0.0} µs: {ours.Time / theirs.Time:0.00} ×;  CPU of the page {ours.Cpu:0.0} µs, SignalR {theirs.Cpu:0.0} µs: {ours.Cpu / theirs.Cpu:0.00} ×"));

    (double Time, double Cpu) Median(string client)
        => (measured[client].Select(one => one.Time).Order().ElementAt(measured[client].Count / 2), measured[client].Select(one => one.Cpu).Order().ElementAt(measured[client].Count / 2));
}

await app.StopAsync();

async Task<double> CpuAsync()
{
    var metrics = (await tools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray();
    return metrics.Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
}

internal sealed record Order(string Dish, int Count);

internal sealed record Price(string Dish, double Amount);

internal static class Shop
{
    [SocketHandler("action=price")]
    internal static Price PriceOf(Order data) => new(data.Dish, 4.5 * data.Count);
}

internal sealed class PriceHub : Hub
{
#pragma warning disable CA1822 // a hub's methods are methods of its instance
    public Price Price(Order order) => new(order.Dish, 4.5 * order.Count);
#pragma warning restore CA1822
}
