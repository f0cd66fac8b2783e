using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What the client hears. Whatever it is, the connection stays open.</summary>
public abstract class ErrorTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("""{"test":"throw","how":"told"}""", "You may not do \"that\".")]
    [InlineData("""{"test":"throw","how":"told later"}""", "Told later.")]
    [InlineData("""{"test":"throw","how":"at once"}""", "internal error")]
    [InlineData("""{"test":"throw","how":"later"}""", "internal error")]
    [InlineData("""{"test":"throw-without-task"}""", "internal error")]
    public async Task An_exception_is_told_only_where_it_is_meant_for_the_client(string message, string error)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        await client.ExpectErrorAsync(error);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("--QueueRun:DetailedErrors=true")]
    [InlineData("--environment=Development")]
    public async Task Detailed_errors_tell_every_message(string option)
    {
        await using var server = await Host.StartAsync(option);
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "throw", how = "at once" });
        await client.ExpectErrorAsync("Something inside.");
        await client.SendJsonAsync(new { test = "throw", how = "told" });
        await client.ExpectErrorAsync("You may not do \"that\".");
    }

    [Fact]
    public async Task Development_can_be_told_to_keep_its_errors()
    {
        await using var server = await Host.StartAsync("--environment=Development", "--QueueRun:DetailedErrors=false");
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "throw", how = "at once" });
        await client.ExpectErrorAsync("internal error");
    }

    [Fact]
    public async Task The_log_has_the_exception_and_the_ids_but_not_the_payload()
    {
        var secret = Fresh("secret");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "request" });
        var request = (await client.ReceiveAsync()).Json;
        await client.SendJsonAsync(new { test = "throw", how = "later", secret });
        await client.ExpectErrorAsync("internal error");

        var connection = request.GetProperty("connectionId").GetString()!;
        var log = await Patience.EventuallyAsync(() => Server.LogsAsync(connection), seen => seen.Contains("Something inside, later.", StringComparison.Ordinal));
        Assert.Contains("InvalidOperationException", log, StringComparison.Ordinal);
        Assert.Contains("Timing", log, StringComparison.Ordinal);
        Assert.Empty(await Server.LogsAsync(secret));
    }

    [Theory]
    [InlineData("""{"test":"numbers","values":["x"]}""", "$.values[0]: expected a number")]
    [InlineData("""{"test":"numbers","values":[1,{}]}""", "$.values[1]: expected a number")]
    [InlineData("""{"test":"numbers","values":[],"inner":{"value":"x"}}""", "$.inner.value: expected a number")]
    [InlineData("""{"test":"numbers","values":[],"name":5}""", "$.name: expected a string")]
    [InlineData("""{"test":"numbers","values":5}""", "$.values: expected an array")]
    [InlineData("""{"test":"numbers","values":[],"inner":[]}""", "$.inner: expected an object")]
    [InlineData("""{"test":"numbers","values":[],"yes":"true"}""", "$.yes: expected true or false")]
    [InlineData("""{"test":"numbers","values":[1.5]}""", "$.values[0]: expected ")]
    [InlineData("""{"test":"numbers","values":[99999999999]}""", "$.values[0]: expected ")]
    [InlineData("""{"test":"numbers","values":[],"day":"soon"}""", "$.day: expected ")]
    [InlineData("""{"test":"numbers","values":[],"colour":"purple"}""", "$.colour: expected ")]
    [InlineData("""{"test":"numbers","VALUES":[true]}""", ": expected a number")]
    public async Task Json_that_does_not_fit_says_where_and_what(string message, string error)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        var heard = await client.ExpectErrorAsync();
        Assert.Contains(error, heard, StringComparison.Ordinal);
        Assert.DoesNotContain("System", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("Int32", heard, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Json_that_fits_after_an_error_is_handled()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync("""{"test":"numbers","values":["x"]}""");
        await client.SendAsync("""{"test":"numbers","values":[1,2],"inner":{"value":3}}""");
        await client.ExpectErrorAsync("$.values[0]: expected a number");
        await client.ExpectTextAsync("6");
    }
}

public sealed class ErrorInProcess(InProcessHost host) : ErrorTests(host);

public sealed class ErrorInBinary(BinaryHost host) : ErrorTests(host);
