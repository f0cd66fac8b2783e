using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Jobs are pushed from anywhere, and send to whom they belong to.</summary>
public abstract class PushTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_job_that_a_handler_pushed_reaches_all_devices_of_its_user_those_that_came_since_as_well()
    {
        var (user, key) = (Fresh("ann"), Fresh("chore"));
        await using var first = await Server.ConnectAsUserAsync(user);
        await first.SendJsonAsync(new { test = "push", chore = new { key, text = "hold", trouble = "wait" }, line = key });
        await first.ReceiveAsync();
        await first.SendJsonAsync(new { test = "push", chore = new { key, text = "hello", trouble = "send" }, line = key });
        var id = (await first.ReceiveAsync()).Text;

        await using var second = await Server.ConnectAsUserAsync(user);
        await second.ExpectNothingAsync();
        await Server.OpenGateAsync(key);
        await first.ExpectJsonAsync(new { chore = "hello", id, user });
        await second.ExpectJsonAsync(new { chore = "hello", id, user });
    }

    [Fact]
    public async Task A_job_that_an_endpoint_pushed_belongs_to_the_user_of_the_request()
    {
        var (user, key) = (Fresh("ann"), Fresh("chore"));
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        var (status, id) = await Server.PostAsync($"/push?key={key}&text=hello&trouble=send&user={user}");
        Assert.Equal(200, status);
        await client.ExpectJsonAsync(new { chore = "hello", id, user });
    }

    [Fact]
    public async Task A_job_that_was_pushed_for_nobody_has_nobody_to_send_to()
    {
        var key = Fresh("chore");
        await Server.PostAsync($"/push-by-queues?key={key}&text=nobody");
        await Patience.EventuallyAsync(() => Server.LogsAsync("There is no recipient"), said => said.Contains("DoChoreAsync", StringComparison.Ordinal));
        await Server.ExpectJournalAsync(key, "nobody begins, attempt 1");
    }

    [Fact]
    public async Task Queues_push_for_a_user_who_is_named()
    {
        var (user, key) = (Fresh("ann"), Fresh("chore"));
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        var (_, id) = await Server.PostAsync($"/push-by-queues?key={key}&text=hello&user={user}");
        await client.ExpectJsonAsync(new { chore = "hello", id, user });
    }

    [Fact]
    public async Task A_type_that_nobody_takes_is_an_error_that_names_it()
    {
        var (status, text) = await Server.PostAsync("/push-unknown");
        Assert.Equal(409, status);
        Assert.Equal("InvalidOperationException: No method takes jobs of the type QueueRun.TestServer.Note: mark one with [QueueHandler].", text);
    }

    [Fact]
    public async Task A_job_is_what_a_message_can_be()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "push-text", text = "“Grüße”, 👋" });
        await client.ExpectJsonAsync(new { text = "“Grüße”, 👋" });
        await client.SendJsonAsync(new { test = "push-bytes", text = "12345" });
        await client.ExpectJsonAsync(new { bytes = 5 });
        await client.SendJsonAsync(new { test = "push-element", deep = new[] { 1, 2 } });
        await client.ExpectJsonAsync(new { test = "push-element", deep = new[] { 1, 2 } });
        await client.SendJsonAsync(new { test = "push-chain", text = "link" });
        await client.ExpectJsonAsync(new { notified = "forged link" });
    }

    [Fact]
    public async Task A_job_that_wants_a_user_has_the_one_who_pushed_it()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendJsonAsync(new { test = "push-private", text = "mine" });
        await client.ExpectJsonAsync(new { text = "mine", id = user });
    }

    [Fact]
    public async Task A_job_that_wants_a_user_and_has_none_fails_at_once()
    {
        await Server.PostAsync("/push-private?text=whose");
        var failed = await Patience.EventuallyAsync(
            () => Server.Http.GetStringAsync("/failed?queue=do_privately"), said => said.Contains("whose", StringComparison.Ordinal));
        Assert.Contains("after 1:", failed, StringComparison.Ordinal);
        Assert.Contains("the job belongs to no user", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_has_a_scope_of_its_own_which_is_disposed()
    {
        var key = Fresh("scope");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "push-chain", text = key });
        await client.ExpectJsonAsync(new { notified = $"forged {key}" });
        await Patience.EventuallyAsync(() => Server.JournalAsync(key), lines => lines.Distinct().Count() == 4);
    }

    [Fact]
    public async Task Jobs_with_one_key_are_done_in_order_and_others_meanwhile()
    {
        var (line, other) = (Fresh("line"), Fresh("other"));
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "push", chore = new { key = line, text = "1", trouble = "wait" }, line });
        await client.SendJsonAsync(new { test = "push", chore = new { key = line, text = "2" }, line });
        await client.SendJsonAsync(new { test = "push", chore = new { key = line, text = "3" }, line });
        await client.SendJsonAsync(new { test = "push", chore = new { key = other, text = "else" } });
        await Server.ExpectJournalAsync(other, "else begins, attempt 1", "else ends");
        await Server.ExpectJournalAsync(line, "1 begins, attempt 1");
        await Server.OpenGateAsync(line);
        await Server.ExpectJournalAsync(
            line, "1 begins, attempt 1", "1 ends", "2 begins, attempt 1", "2 ends", "3 begins, attempt 1", "3 ends");
    }

    [Fact]
    public async Task A_repeat_is_ignored_and_told_the_first_id()
    {
        var key = Fresh("chore");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "push", chore = new { key, text = "once" }, once = key });
        var first = (await client.ReceiveAsync()).Text;
        await client.SendJsonAsync(new { test = "push", chore = new { key, text = "twice" }, once = key });
        await client.ExpectTextAsync(first);
        await client.SendJsonAsync(new { test = "push", chore = new { key, text = "last" } });
        Assert.NotEqual(first, (await client.ReceiveAsync()).Text);
        await Server.ExpectJournalAsync(key, "once begins, attempt 1", "once ends", "last begins, attempt 1", "last ends");
    }

    [Fact]
    public async Task Schedules_tell_when_they_run_next()
    {
        var schedules = await Server.Http.GetStringAsync("/schedules", TestContext.Current.CancellationToken);
        Assert.StartsWith("QueueRun.TestServer.Chores.NewYear 0 0 1 1 * Europe/Berlin ", schedules, StringComparison.Ordinal);
        Assert.Contains("-12-31T23:00:00", schedules, StringComparison.Ordinal);
    }
}

public sealed class PushInProcess(InProcessHost host) : PushTests(host);

public sealed class PushInBinary(BinaryHost host) : PushTests(host);
