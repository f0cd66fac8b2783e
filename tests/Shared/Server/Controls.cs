using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace QueueRun.Tests;

/// <summary>How a test inspects and controls a server: over HTTP, whether the server is in its process or not.</summary>
internal static class Controls
{
    public static void AddControls(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (builder.Configuration["Kestrel:RequestHeadersTimeout"] is { } timeout)
                kestrel.Limits.RequestHeadersTimeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
        });
        builder.Services.AddSingleton<Logs>();
        builder.Services.AddSingleton<ILoggerProvider>(static services => services.GetRequiredService<Logs>());
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddSingleton<Gates>();
    }

    public static void MapControls(this WebApplication app)
    {
        app.MapPost("/gates/{name}", (string name, Gates gates) => gates.Open(name));
        app.MapGet("/gates/{name}", (string name, Gates gates) => $"{gates.Waiting(name)}");
        app.MapGet("/journal/{key}", (string key, Journal journal) => journal.Read(key));
        app.MapGet("/logs/{part}", (string part, Logs logs) => logs.Find(part));
        app.MapGet("/usage", ReadUsage);
        app.MapGet("/gauges/{name}", ReadGauge);
        app.MapGet("/runtime", static () => $"{Environment.Version} {(RuntimeFeature.IsDynamicCodeCompiled ? "compiled just in time" : "native")}");
    }

    /// <summary>The memory and time of the process: bytes of live objects, bytes of working set, milliseconds of processor time.</summary>
    private static string ReadUsage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var processorTime = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: true)} {Environment.WorkingSet} {processorTime:F0}");
    }

    /// <summary>What a gauge of the program says now.</summary>
    private static string ReadGauge(string name, IMeterFactory meters)
    {
        var sum = 0L;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => sum += value);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Runs until it is stopped, and prints its address.</summary>
    public static async Task RunAndTellAsync(this WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine($"Now listening on: {app.Urls.FirstOrDefault()}");
        await app.WaitForShutdownAsync();
    }
}
