namespace QueueRun.Hostile;

/// <summary>An attacker's text can neither look like a line of the log nor control the terminal of its reader.</summary>
public sealed class LogInjectionTests(TargetServer target)
{
    private const string Escape = "\u001b[2J\u001b[31m";

    [Theory]
    [InlineData("https://evil.example/" + Escape + "marker-origin", "marker-origin")]
    [InlineData("\u009b31mmarker-c1", "marker-c1")]
    [InlineData("tab\there marker-tab", "marker-tab")]
    public async Task An_origin_is_logged_without_control_characters(string origin, string marker)
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket("user=ann")), $"Origin: {origin}"]);
        if (head.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)) return; // the server itself has refused it
        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);
        ExpectClean(await Patience.EventuallyAsync(() => server.LogsAsync(marker), seen => seen.Length > 0));
    }

    [Fact]
    public async Task A_long_origin_is_not_logged_as_a_whole()
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket("user=ann")), $"Origin: https://marker-long.example/{new string('x', 20_000)}"]);
        var log = await Patience.EventuallyAsync(() => server.LogsAsync("marker-long"), seen => seen.Length > 0);
        Assert.InRange(log.Length, 1, 2_000);
    }

    [Theory]
    [InlineData("user=marker-user%0d%0aCritical+Program:+all+is+lost%1b[31m", """{"test":"throw","how":"at once"}""", "marker-user")]
    [InlineData("user=log", """{"test":"throw","how":"at once","marker-name\r\nCritical Program: all is lost":1}""", "marker-name")]
    [InlineData("user=log", """{"test":"property","text":"marker-value\r\nCritical Program: all is lost\u001b[31m"}""", "marker-value")]
    [InlineData("user=log&x=marker-query%0d%0aCritical+Program:+all+is+lost", """{"test":"throw","how":"later"}""", "marker-query")]
    public async Task Nothing_of_a_user_or_a_message_stands_in_the_log(string query, string message, string marker)
    {
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsync(query);
        await client.SendAsync(message);
        await client.ReceiveAsync();
        await client.ExpectNothingAsync(); // the earlier error was logged before it was sent
        ExpectClean(await server.LogsAsync(marker));
    }

    [Fact]
    public async Task A_close_reason_does_not_stand_in_the_log()
    {
        await using var server = await TargetServer.StartAsync("--Logging:LogLevel:QueueRun=Trace");
        await using var raw = await server.ConnectRawAsync("user=closes");
        await server.ExpectOnlineAsync("closes", true);
        await raw.SendCloseAsync(4000, "marker-reason\r\nCritical Program: all is lost");
        await raw.ExpectCloseAsync(4000);
        await server.ExpectOnlineAsync("closes", false);
        Assert.Empty(await server.LogsAsync("marker-reason"));
    }

    private static void ExpectClean(string log)
    {
        Assert.DoesNotContain("\nCritical", log, StringComparison.Ordinal);
        Assert.DoesNotContain(log, character => char.IsControl(character) && character is not '\n' and not '\r');
    }
}
