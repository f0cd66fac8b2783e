using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Which close codes a program may send, and what it is told about the others.</summary>
public abstract class CloseCodesTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4000)]
    [InlineData(4999)]
    public async Task A_user_is_closed_everywhere_with_the_programs_code(int status)
    {
        var user = Fresh("ann");
        await using var first = await Server.ConnectRawAsync($"user={user}");
        await using var second = await Server.ConnectRawAsync($"user={user}");
        await Server.ExpectOnlineAsync(user, true);
        await ExpectSecondAsync(user);
        Assert.Equal(200, (await Server.PostAsync($"/close?to={user}&status={status}&reason=ärgerlich")).Status);
        foreach (var raw in new[] { first, second })
        {
            await raw.ExpectCloseAsync(status, "ärgerlich");
            await raw.SendCloseAsync((ushort)status);
            await raw.ExpectEndAsync();
        }

        await Server.ExpectOnlineAsync(user, false);

        async Task ExpectSecondAsync(string user)
        {
            await second.SendTextAsync("""{"test":"user-id"}""");
            await second.ExpectAsync(Opcode.Text, $"id {user}");
        }
    }

    [Fact]
    public async Task Without_a_code_it_is_a_normal_close()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        Assert.Equal(200, (await Server.PostAsync($"/close?user={user}")).Status);
        await client.ExpectCloseAsync(1000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(70_000)]
    public async Task A_code_that_may_not_be_sent_is_an_error(int status)
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        var (answer, text) = await Server.PostAsync($"/close?to={user}&status={status}");
        Assert.Equal(409, answer);
        Assert.StartsWith("ArgumentException: ", text, StringComparison.Ordinal);
        Assert.Contains($"{status}", text, StringComparison.Ordinal);
        Assert.Contains("3000 to 4999", text, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("x", 123)]
    [InlineData("é", 61)]
    [InlineData("👋", 30)]
    public async Task A_reason_has_at_most_123_bytes(string letter, int most)
    {
        var (user, reason) = (Fresh("ann"), string.Concat(Enumerable.Repeat(letter, most)));
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();

        var (status, text) = await Server.PostAsync($"/close?to={user}&reason={reason}{letter}&status=4000");
        Assert.Equal(409, status);
        Assert.StartsWith("ArgumentException: ", text, StringComparison.Ordinal);
        Assert.Contains("123 bytes", text, StringComparison.Ordinal);
        await client.ExpectNothingAsync();

        Assert.Equal(200, (await Server.PostAsync($"/close?to={user}&reason={reason}&status=4000")).Status);
        await client.ExpectCloseAsync(4000, reason);
    }

    [Fact]
    public async Task To_close_who_is_offline_is_no_error_and_nobody_is_one()
    {
        Assert.Equal(200, (await Server.PostAsync($"/close?to={Fresh("ann")}")).Status);
        var (status, text) = await Server.PostAsync("/close");
        Assert.Equal(409, status);
        Assert.StartsWith("InvalidOperationException: ", text, StringComparison.Ordinal);
    }

    /// <summary>The program has decided: what waits behind the handler that closes is not handled.</summary>
    [Fact]
    public async Task What_was_read_ahead_is_dropped_when_we_close()
    {
        var (user, key) = (Fresh("ann"), Fresh("hold"));
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendJsonAsync(new { test = "hold", key, line = "held" });
        await client.SendJsonAsync(new { test = "note", key, line = "dropped" });
        await Server.ExpectJournalAsync(key, "held begins");
        await Server.PostAsync($"/close?to={user}");
        await client.ExpectCloseAsync(1000);
        await Server.ExpectOnlineAsync(user, false);
        Assert.Equal(["held begins", "held cancelled"], await Server.JournalAsync(key));
    }

    /// <summary>The id of this user throws, where no code of the program is on the stack any more.</summary>
    [Fact]
    public async Task A_fault_of_ours_is_1011_and_logged()
    {
        await using var client = await Server.ConnectAsync();
        await client.SendJsonAsync(new { trouble = "unnameable" });
        await client.ExpectCloseAsync(1011, "internal error");
        await Patience.EventuallyAsync(
            () => Server.LogsAsync("This user cannot be named."), seen => seen.StartsWith("Error ", StringComparison.Ordinal));
    }
}

public sealed class CloseCodesInProcess(InProcessHost host) : CloseCodesTests(host);

public sealed class CloseCodesInBinary(BinaryHost host) : CloseCodesTests(host);

/// <summary>What a close waits for.</summary>
public sealed class CloseTimeoutTests
{
    private static readonly TimeSpan AlmostFive = TimeSpan.FromSeconds(4.9);

    [Fact]
    public async Task A_client_that_never_answers_our_close_is_aborted_after_five_seconds()
    {
        await using var host = await VirtualTimeServer.StartAsync();
        await using var raw = await host.Server.ConnectRawAsync("user=ann");
        await host.Server.ExpectOnlineAsync("ann", true);
        await host.Server.PostAsync("/close?to=ann&status=4000");
        await raw.ExpectCloseAsync(4000);

        host.Time.Advance(AlmostFive);
        await raw.SendAsync(Opcode.Ping, []);
        Assert.True(await host.Server.IsOnlineAsync("ann"));

        host.Time.Advance(TimeSpan.FromSeconds(0.2));
        await raw.ExpectEndAsync();
        await host.Server.ExpectOnlineAsync("ann", false);
    }

    /// <summary>The time begins with the close frame, whatever else the client goes on to say.</summary>
    [Fact]
    public async Task A_client_that_talks_on_gains_no_time_and_is_not_heard()
    {
        await using var host = await VirtualTimeServer.StartAsync();
        await using var raw = await host.Server.ConnectRawAsync("user=ann");
        await host.Server.ExpectOnlineAsync("ann", true);
        await host.Server.PostAsync("/close?to=ann&status=4000");
        await raw.ExpectCloseAsync(4000);
        for (var i = 0; i < 50; i++) await raw.SendTextAsync("""{"test":"note","key":"talks","line":"on"}""");
        host.Time.Advance(AlmostFive);
        Assert.True(await host.Server.IsOnlineAsync("ann"));
        host.Time.Advance(TimeSpan.FromSeconds(0.2));
        await raw.ExpectEndAsync();
        await host.Server.ExpectOnlineAsync("ann", false);
        Assert.Empty(await host.Server.JournalAsync("talks"));
    }

    [Fact]
    public async Task A_reader_who_is_too_slow_to_take_even_the_close_is_aborted()
    {
        await using var host = await VirtualTimeServer.StartAsync();
        await using var slow = await host.Server.ConnectRawAsync("user=ann", receiveBuffer: 4096);
        await using var sender = await host.Server.ConnectAsUserAsync("bob");
        await host.Server.ExpectOnlineAsync("ann", true);
        await sender.SendJsonAsync(new { test = "send-much-to", key = "-", count = 300, size = 60_000, to = new[] { "ann" } });
        await sender.ReceiveAsync();
        host.Time.Advance(AlmostFive);
        Assert.True(await host.Server.IsOnlineAsync("ann"));
        host.Time.Advance(TimeSpan.FromSeconds(0.2));
        await host.Server.ExpectOnlineAsync("ann", false);
    }

    [Fact]
    public async Task There_is_a_time_to_authenticate_and_whoever_did_has_all_the_time()
    {
        await using var host = await VirtualTimeServer.StartAsync();
        await using var silent = await host.Server.ConnectAsync();
        await using var done = await host.Server.SignInAsync("ann");
        await done.ExpectNothingAsync();

        host.Time.Advance(TimeSpan.FromSeconds(9.9));
        await silent.SendJsonAsync(new { trouble = "step", title = "still open" });
        await silent.ExpectJsonAsync(new { step = "still open" });

        host.Time.Advance(TimeSpan.FromSeconds(0.2));
        await silent.ExpectCloseAsync(1008, "not authenticated");
        await done.ExpectNothingAsync();
    }
}
