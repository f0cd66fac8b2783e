using BenchmarkDotNet.Attributes;

namespace QueueRun.Json.Benchmarks;

/// <summary>Both sides write into the same buffer with the same JSON writer.</summary>
public class Writing
{
    [ParamsSource(nameof(Messages))]
    public required Sample Message { get; set; }

    public static IEnumerable<Sample> Messages => Samples.All;

    [Benchmark(Baseline = true, Description = "System.Text.Json")]
    public void SourceGenerated() => Message.WriteSourceGenerated();

    [Benchmark(Description = "QueueRun")]
    public void Emitted() => Message.WriteEmitted();
}

/// <summary>Both sides read the same bytes.</summary>
public class Reading
{
    [ParamsSource(nameof(Messages))]
    public required Sample Message { get; set; }

    public static IEnumerable<Sample> Messages => Samples.All;

    [Benchmark(Baseline = true, Description = "System.Text.Json")]
    public object? SourceGenerated() => Message.ReadSourceGenerated();

    [Benchmark(Description = "System.Text.Json, from a span")]
    public object? SourceGeneratedFromSpan() => Message.ReadSourceGeneratedFromSpan();

    [Benchmark(Description = "QueueRun")]
    public object? Emitted() => Message.ReadEmitted();
}
