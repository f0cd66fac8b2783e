using System.Text.RegularExpressions;

namespace QueueRun.Hostile;

/// <summary>An attacker is told the error in his message, and nothing about the program.</summary>
public sealed partial class LeakTests(TargetServer target)
{
    /// <summary>Messages that cause errors in every room of the program.</summary>
    public static TheoryData<string> Wrong =>
    [
        """{"test":"throw","how":"at once"}""", """{"test":"throw","how":"later"}""", """{"test":"throw-without-task"}""",
        """{"test":"broken-service"}""", """{"test":"document"}""", """{"test":"dictionary"}""",
        """{"test":"numbers"}""", """{"test":"numbers","values":{}}""", """{"test":"numbers","values":[1e400]}""",
        """{"test":"everything","aGuid":"x"}""", """{"test":"everything","moment":"x"}""", """{"test":"everything","address":7}""",
        """{"test":"everything","bytes":"?"}""", """{"test":"everything","taste":"x"}""", """{"test":"everything","tree":{"children":[]}}""",
        """{"test":"everything","tree":{"name":"a","children":[{"name":1}]}}""", """{"test":"everything","counts":{"secret-key":"x"}}""",
        """{"test":"everything","points":[{"x":{}}]}""", """{"test":"everything","aChar":"xy"}""", """{"test":"everything","span":"x"}""",
        """{"test":"property","count":"x"}""", """{"test":"property","point":[]}""", """{"type":"typed","number":"x"}""",
        """{"action":"say"}""", """{"test":"member"}""", """{"test":"socket-user"}""", """{"Test":"route"}""",
    ];

    [Theory, MemberData(nameof(Wrong))]
    public async Task An_error_tells_nothing_of_the_program(string message)
    {
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsUserAsync("curious");
        await client.SendAsync(message);
        var answer = (await client.ReceiveAsync()).Text;
        Assert.DoesNotMatch(OfTheProgram(), answer);
        Assert.InRange(answer.Length, 1, 200);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("trouble=yes", 500)]
    [InlineData("claim:role=admin", 403)]
    [InlineData("reject=418", 418)]
    public async Task An_answer_before_the_upgrade_tells_nothing_of_the_program(string query, int status)
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync(RawWebSocket.Handshake(server.Socket(query)));
        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        Assert.DoesNotMatch(OfTheProgram(), head + await raw.ReadBodyAsync(head));
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_back_as_the_error_of_somebody_else()
    {
        // Errors go to the connection of the invalid message, not to the user's other devices.
        var server = await target.SharedAsync();
        await using var first = await server.ConnectAsUserAsync("curious-too");
        await using var second = await server.ConnectAsUserAsync("curious-too");
        await first.SendAsync("""{"test":"numbers","values":"wrong"}""");
        await first.ExpectErrorAsync("$.values: expected an array");
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_long_name_in_a_wrong_message_does_not_come_back_whole()
    {
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsUserAsync("curious");
        await client.SendAsync($$$"""{"test":"everything","counts":{"{{{new string('n', 60_000)}}}":"x"}}""");
        Assert.InRange((await client.ExpectErrorAsync()).Length, 1, 5000);
    }

    // Names of types and members, paths, lines of code, stack traces.
    [GeneratedRegex(@"System\.|Microsoft\.|QueueRun\.|Exception|Json[A-Z]|Int32|String\b|\bat \w+\.\w+\(|\.cs\b|:line|/home|/work|/usr|[A-Z]:\\|Something inside|Trouble|IMissing|`\d")]
    private static partial Regex OfTheProgram();
}
