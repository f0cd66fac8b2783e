using System.Text;

namespace QueueRun.Hostile;

/// <summary>Floods of messages with references: calls, pings and cancels.</summary>
public sealed class ReferenceFloodTests(TargetServer target)
{
    private const int Attackers = 4;
    private const int MaxMemory = 3 * Attackers; // as for messages, and the running calls and waiting cancels of each attacker

    public static TheoryData<string> Floods => [.. Messages.Keys];

    private static Dictionary<string, string[]> Messages { get; } = new()
    {
        ["pings"] = ["""{"#":1}"""],
        ["cancels of unknown references"] = ["""{"#":1,"cancel":true}"""],
        ["calls with the same reference"] = ["""{"#":1,"test":"echo","text":"x"}"""],
        ["calls and their cancels"] =
            ["""{"#":1,"test":"beside","key":"flood","line":"x"}""", """{"#":1,"test":"echo","text":"x"}""", """{"#":1,"cancel":true}""", """{"#":2,"cancel":true}"""],
    };

    /// <summary>These messages cost as much as others: other clients share the machine with the attackers, turn by turn.</summary>
    [Theory, MemberData(nameof(Floods))]
    public async Task A_flood_shares_the_machine_and_is_bounded_in_memory(string what)
    {
        var server = await target.SharedAsync();
        byte[] messages = [.. Messages[what].SelectMany(message => RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes(message)))];
        await Siege.WithstandAsync(server, async () =>
        {
            var attackers = new IAsyncDisposable[Attackers];
            for (var i = 0; i < Attackers; i++) attackers[i] = new Flood(await server.ConnectRawAsync($"user=caller-{i}"), FrameFloodTests.Many(messages));
            return attackers;
        }, MaxMemory, maxFactor: 8);
    }
}
