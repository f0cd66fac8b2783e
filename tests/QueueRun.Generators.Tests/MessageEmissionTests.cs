namespace QueueRun.Generators.Tests;

/// <summary>
/// The emitted files for messages, and for calls that send them. QueueRun.Json.Tests checks that they work as System.Text.Json does.
/// </summary>
public class MessageEmissionTests
{
    private const string Program = """
        enum Mood { Calm, Busy }
        record Guest(string Name, int? Age);
        [SocketMessage("action", "order")] record Order(string Dish, Mood Mood, List<Guest> Guests) { public required DateOnly Day { get; init; } }
        [SocketMessage("event", "ordered")] record Ordered(string Dish, Ordered? Before);

        static class Kitchen
        {
            [SocketHandler]
            internal static async Task<Ordered> Order(Order data, ISocket socket, CancellationToken token)
            {
                await socket.SendAsync(new { @event = "cooking", guests = new[] { new { data.Dish, data.Day } } }, token);
                await socket.SendAsync(data.Guests[0]);
                await socket.SendAsync(data.Guests[1], token);
                return new(data.Dish, null);
            }
        }
        """;

    [Theory]
    [InlineData("Messages.g.cs")]
    [InlineData("Messages.Contracts.g.cs")]
    [InlineData("Messages.Readers.g.cs")]
    [InlineData("Messages.Writers.g.cs")]
    [InlineData("Sends.Program.*.g.cs")]
    public void Messages_are_written_and_read_by_straight_code(string file)
    {
        var run = GeneratorRun.Of(Program);
        Snapshot.Verify(run, run.FileNames.Single(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(file, name)));
    }
}
