using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>OpenTelemetry receives everything that docs/operations.md lists, if it is configured as on that page.</summary>
public class OpenTelemetryTests
{
    [Fact]
    public async Task It_exports_the_instruments_with_their_buckets_and_the_spans()
    {
        List<Metric> metrics = [];
        List<Activity> spans = [];
        await using var server = await WatchedServer.StartAsync(configure: builder => builder.Services.AddOpenTelemetry()
            .WithMetrics(provider => provider.AddMeter("QueueRun").AddInMemoryExporter(metrics))
            .WithTracing(provider => provider.AddSource("QueueRun").AddInMemoryExporter(spans)));
        await using (var client = await server.ConnectAsync("user=ann"))
        {
            await client.SendAsync("""{"do":"echo"}""");
            await client.ReceiveAsync();
        }

        var exported = await Patience.EventuallyAsync(
            () =>
            {
                metrics.Clear();
                Assert.True(server.Services.GetRequiredService<MeterProvider>().ForceFlush());
                return Task.FromResult(metrics.ToDictionary(metric => metric.Name));
            },
            seen => seen.ContainsKey("queuerun.socket.connection.duration"));
        Assert.Equal("s", exported["queuerun.socket.handler.duration"].Unit);
        Assert.Equal(
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, double.PositiveInfinity],
            Buckets(exported["queuerun.socket.handler.duration"]));
        Assert.Equal(
            [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, double.PositiveInfinity],
            Buckets(exported["queuerun.socket.connection.duration"]));
        Assert.Contains("queuerun.socket.active_connections", exported.Keys);
        Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush());
        Assert.Equal(["do=echo"], spans.Select(span => span.DisplayName));
    }

    private static List<double> Buckets(Metric metric)
    {
        List<double> bounds = [];
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            foreach (var bucket in point.GetHistogramBuckets()) bounds.Add(bucket.ExplicitBound);
            break;
        }

        return bounds;
    }
}
