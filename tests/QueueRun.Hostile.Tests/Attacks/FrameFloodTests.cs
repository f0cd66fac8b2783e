namespace QueueRun.Hostile;

/// <summary>Floods of frames without messages: they are cheap to send, and must be as cheap to receive.</summary>
public sealed class FrameFloodTests(TargetServer target)
{
    private const int Attackers = 4;

    /// <summary>
    /// MiB: the data that wait in the server's own buffers per attacker, at most 1 MiB (Kestrel's MaxRequestBufferSize), and a margin.
    /// </summary>
    private const int MaxMemory = 2 * Attackers;

    private static readonly byte[] Beginning = RawWebSocket.Frame(Opcode.Binary, [1], final: false);

    public static TheoryData<string> Floods => [.. Frames.Keys];

    private static Dictionary<string, (byte[] First, byte[] Frame)> Frames { get; } = new()
    {
        ["pings"] = ([], RawWebSocket.Frame(Opcode.Ping, [])),
        ["long pings"] = ([], RawWebSocket.Frame(Opcode.Ping, new byte[125])),
        ["pongs that nobody asked for"] = ([], RawWebSocket.Frame(Opcode.Pong, [])),
        ["empty fragments of a message that never ends"] = (Beginning, RawWebSocket.Frame(Opcode.Continuation, [], final: false)),
        ["frames after a violation"] = (RawWebSocket.Frame(Opcode.Text, [], reserved: 7), RawWebSocket.Frame(Opcode.Text, [])),
    };

    [Theory, MemberData(nameof(Floods))]
    public async Task A_flood_of_frames_is_not_noticed(string what)
    {
        var (first, frame) = Frames[what];
        var server = await target.SharedAsync();
        await Siege.WithstandAsync(server, async () =>
        {
            var attackers = new IAsyncDisposable[Attackers];
            for (var i = 0; i < Attackers; i++)
            {
                var raw = await server.ConnectRawAsync($"user=flood-{i}");
                await raw.SendBytesAsync(first);
                attackers[i] = new Flood(raw, Many(frame));
            }

            return attackers;
        }, MaxMemory);
    }

    [Fact]
    public async Task A_client_that_goes_on_flooding_is_closed()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=flood");

        // At most 1000 per second are read, and the buffers are limited: the attack becomes slow, and is given up.
        await using var flood = new Flood(raw, Many(Frames["pongs that nobody asked for"].Frame), reads: false);
        await raw.ExpectCloseAsync(1008, "too many frames without a message");
    }

    /// <summary>This frame, repeated up to a size that is worth one write.</summary>
    internal static byte[] Many(byte[] frame) => [.. Enumerable.Repeat(frame, Math.Max(1, 64 * 1024 / frame.Length)).SelectMany(bytes => bytes)];
}
