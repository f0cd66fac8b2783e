using System.IO.Pipelines;
using System.Text;

namespace QueueRun.Wire.Tests;

/// <summary>
/// A received message or event as text for comparison: <c>Text:hello</c>, <c>Binary:01FF</c>, <c>Close:1000:bye</c>, <c>Violation:1002</c>,
/// <c>End</c>.
/// </summary>
internal static class Outcome
{
    /// <summary>Nothing here waits for time; a test that hangs fails.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    public static string Data(ReceivedKind kind, ReadOnlySpan<byte> data)
        => $"{kind}:{(kind is ReceivedKind.Text ? Encoding.UTF8.GetString(data) : Convert.ToHexString(data))}";

    public static string Close(int? status, string? reason) => status is null ? "Close" : $"Close:{status}:{reason}";

    public static string Violation(int status) => $"Violation:{status}";

    public const string End = "End";

    /// <summary>Describes what was received, and returns its bytes.</summary>
    public static string Take(Received received)
    {
        var (kind, data, status, reason) = received;
        switch (kind)
        {
            case ReceivedKind.Close:
                return Close(status, reason);
            case ReceivedKind.Violation:
                Assert.NotEmpty(reason!);
                return Violation(status!.Value);
            case ReceivedKind.End:
                return End;
            default:
                Assert.Equal(data!.Length, data.Memory.Length);
                var outcome = Data(kind, data.Memory.Span);
                data.Return();
                return outcome;
        }
    }

    /// <summary>The next outcome: what is only to be counted is none.</summary>
    public static async Task<string> NextAsync(ITransport transport)
    {
        Received received;
        do received = await transport.ReceiveAsync();
        while (received.Kind is ReceivedKind.Fragment);
        return Take(received);
    }

    /// <summary>All that a transport receives up to the first close, violation or end, from bytes that arrive in these parts.</summary>
    public static async Task<List<string>> ReceiveAsync(IEnumerable<byte[]> parts, int max, bool compresses = false)
    {
        // Inline: each part is looked at before the next is written.
        var pipe = new Pipe(new(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, minimumSegmentSize: 64, useSynchronizationContext: false));
        var transport = new PipeTransport(pipe.Reader, new Pipe().Writer, static () => { }, max, compresses: compresses);
        var receiving = ReceiveAllAsync(transport);
        foreach (var part in parts) await pipe.Writer.WriteAsync(part).AsTask().WaitAsync(Watchdog);
        await pipe.Writer.CompleteAsync();
        var all = await receiving.WaitAsync(Watchdog);
        await transport.CompleteAsync();

        var terminal = all.FindIndex(outcome => outcome.Split(':')[0] is End or nameof(ReceivedKind.Close) or nameof(ReceivedKind.Violation));
        Assert.Equal(all[terminal] is End ? [] : [End], all[(terminal + 1)..]);
        return all[..(terminal + 1)];
    }

    public static Task<List<string>> ReceiveAsync(byte[] bytes, int max = 1000) => ReceiveAsync([bytes], max);

    /// <summary>The parts between the cuts, which may stand in any order and repeat.</summary>
    public static IEnumerable<byte[]> Cut(byte[] bytes, IEnumerable<int> cuts)
    {
        var at = 0;
        foreach (var cut in cuts.Select(cut => cut % (bytes.Length + 1)).Order().Distinct())
        {
            yield return bytes[at..cut];
            at = cut;
        }

        yield return bytes[at..];
    }

    private static async Task<List<string>> ReceiveAllAsync(PipeTransport transport)
    {
        var outcomes = new List<string>();
        do outcomes.Add(await NextAsync(transport));
        while (outcomes[^1] is not End);
        return outcomes;
    }
}
