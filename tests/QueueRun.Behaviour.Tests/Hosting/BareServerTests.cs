using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>A program without default handlers and without anything that authenticates: every connection is anonymous at once.</summary>
public sealed class BareServerTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private SocketClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await InProcessServer.StartBareAsync();
        _client = await _server.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"test":"who"}""", "nobody")]
    [InlineData("""{"test":"echo","text":"hi"}""", "hi")]
    public async Task A_connection_is_anonymous_and_its_first_message_is_handled(string message, string answer)
    {
        await _client.SendAsync(message);
        await _client.ExpectTextAsync(answer);
    }

    [Theory]
    [InlineData("""{"test":"unknown"}""")]
    [InlineData("""{"test":"echo"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public async Task Json_that_nothing_takes_is_not_available(string message)
    {
        await _client.SendAsync(message);
        await _client.ExpectErrorAsync("not available");
        await _client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("hello", "0")]
    [InlineData("""{"test":"who"} x""", "15")]
    [InlineData("""{"test":nul}""", "11")]
    [InlineData("", "0")]
    public async Task What_is_not_JSON_is_told_with_the_byte(string message, string at)
    {
        await _client.SendAsync(message);
        var error = await _client.ExpectErrorAsync();
        Assert.Matches($@"\bbyte {at}\b", error);
        await _client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(65)]
    [InlineData(30_000)]
    public async Task Json_that_is_too_deep_is_told(int depth)
    {
        await _client.SendAsync($$"""{"test":{{new string('[', depth)}}{{new string(']', depth)}}}""");
        Assert.NotEqual("not available", await _client.ExpectErrorAsync());
        await _client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Binary_is_treated_as_text()
    {
        await _client.SendAsync("""{"test":"echo","text":"binary"}"""u8.ToArray());
        await _client.ExpectTextAsync("binary");
        await _client.SendAsync([0xFF, 0xFE]);
        await _client.ExpectErrorAsync("not available");
        await _client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_handler_that_needs_a_user_is_not_called()
    {
        await _client.SendJsonAsync(new { test = "members-only" });
        await _client.ExpectErrorAsync("not authenticated");
        await _client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_send_goes_to_the_current_connection()
    {
        await using var other = await _server.ConnectAsync();
        await _client.SendJsonAsync(new { test = "send" });
        await _client.ExpectTextAsync("""{"sent":"here"}""");
        await _client.ExpectTextAsync("""{"recipients":1,"count":0}""");
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_second_endpoint_has_all_handlers_too()
    {
        await using var second = await SocketClient.ConnectAsync(_server.Socket(path: "/second"));
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task Json_that_does_not_fit_is_told_and_what_follows_is_handled()
    {
        await _client.SendAsync("""{"test":"numbers","values":[1,"two"]}""");
        await _client.SendAsync("""{"test":"numbers","values":[1,2]}""");
        await _client.ExpectErrorAsync("$.values[1]: expected a number");
        await _client.ExpectTextAsync("3");
    }
}
