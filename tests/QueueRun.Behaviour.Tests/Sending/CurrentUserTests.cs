using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Who the current user is, and what a socket says where it has nobody, or too much of them.</summary>
public abstract class CurrentUserTests(ServerHost host) : BehaviourTests(host)
{
    /// <summary>The endpoint is given its socket first, and its request a user then.</summary>
    [Fact]
    public async Task The_current_user_is_read_when_sending()
    {
        var (before, after) = (Fresh("before"), Fresh("after"));
        await using var old = await Server.ConnectAsUserAsync(before);
        await using var now = await Server.ConnectAsUserAsync(after);
        await old.ExpectNothingAsync();
        await now.ExpectNothingAsync();
        Assert.Equal((200, "1 reached, offline: "), await Server.PostAsync($"/become?user={before}&becomes={after}&text=hi"));
        await now.ExpectJsonAsync(new { http = "hi" });
        await old.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("claim:sub={0}")]
    [InlineData("user={0}&claim:sub=other")]
    public async Task The_user_of_an_HTTP_endpoint_has_the_id_of_a_connections_user(string query)
    {
        var user = Fresh("ann");
        query = string.Format(System.Globalization.CultureInfo.InvariantCulture, query, user);
        await using var client = await Server.ConnectAsync(query);
        await client.ExpectNothingAsync();
        Assert.Equal((200, "1 reached, offline: "), await Server.PostAsync($"/send?{query}&text=hi"));
        await client.ExpectJsonAsync(new { http = "hi" });
    }

    [Fact]
    public async Task The_option_says_who_the_user_of_an_HTTP_endpoint_is()
    {
        await using var server = await Host.StartAsync("--Code:UserIdClaim=email");
        await using var client = await server.ConnectAsync("claim:email=ann@example.com");
        await client.ExpectNothingAsync();
        Assert.Equal((200, "1 reached, offline: "), await server.PostAsync("/send?claim:email=ann@example.com&user=bob&text=hi"));
        await client.ExpectJsonAsync(new { http = "hi" });
        Assert.Equal(409, (await server.PostAsync("/send?user=bob&text=nobody")).Status);
    }

    /// <summary>Only who was named can be missed.</summary>
    [Fact]
    public async Task A_current_user_without_a_connection_is_no_error()
        => Assert.Equal((200, "0 reached, offline: "), await Server.PostAsync($"/send?user={Fresh("ann")}&text=hi"));

    [Fact]
    public async Task A_socket_that_outlives_its_request_still_reaches_who_is_named()
    {
        var (ann, key) = (Fresh("ann"), Fresh("later"));
        await using var client = await Server.ConnectAsUserAsync(ann);
        await client.ExpectNothingAsync();
        Assert.Equal(200, (await Server.PostAsync($"/later?user={ann}&to={ann}&key={key}")).Status);
        await Server.OpenGateAsync(key);
        await client.ExpectJsonAsync(new { later = "named" });
        await Server.ExpectJournalAsync(key, "named: 1", "not named: refused");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_service_that_outlives_its_handler_still_reaches_the_user()
    {
        var (ann, key) = (Fresh("ann"), Fresh("later"));
        await using var client = await Server.ConnectAsUserAsync(ann);
        await using var device = await Server.ConnectAsUserAsync(ann);
        await device.ExpectNothingAsync();
        await client.SendJsonAsync(new { test = "notify-later", key });
        await client.ExpectNothingAsync();
        await Patience.EventuallyAsync(() => Server.JournalAsync(key), seen => seen is [{ } line] && line.EndsWith(" disposed", StringComparison.Ordinal));
        await Server.OpenGateAsync(key);
        await client.ExpectJsonAsync(new { notified = "after the scope" });
        await device.ExpectJsonAsync(new { notified = "after the scope" });
    }

    [Fact]
    public async Task To_and_Connection_replace_each_other()
    {
        var (ann, bob) = (Fresh("ann"), Fresh("bob"));
        await using var sender = await Server.ConnectAsUserAsync(ann);
        await using var device = await Server.ConnectAsUserAsync(ann);
        await using var other = await Server.ConnectAsUserAsync(bob);
        await device.ExpectNothingAsync();
        await other.ExpectNothingAsync();
        await sender.SendJsonAsync(new { test = "turn-around", to = new[] { bob }, text = "" });
        await sender.ExpectJsonAsync(new { turned = "here" });
        await other.ExpectJsonAsync(new { turned = "there" });
        await sender.ExpectNothingAsync();
        await device.ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(null, false, "ArgumentException")]
    [InlineData("", false, "ArgumentException")]
    [InlineData(null, true, "ArgumentException")]
    [InlineData("", true, "ArgumentException")]
    public async Task Nobody_cannot_be_named_or_asked_for(string? user, bool ask, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "wrong-one", user, ask });
        await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task Only_different_users_count_to_a_hundred()
    {
        var names = Enumerable.Range(0, 100).Select(_ => Fresh("bob")).ToArray();
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-to-wrong", to = (string[])[.. names, .. names] });
        await client.ExpectTextAsync("sent");
        await client.SendJsonAsync(new { test = "send-to-wrong", to = (string[])[.. names, .. names, Fresh("eve")] });
        await client.ExpectTextAsync("ArgumentException");
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_cancelled_token()
    {
        var (ann, bob) = (Fresh("ann"), Fresh("bob"));
        await using var sender = await Server.ConnectAsUserAsync(ann);
        await using var other = await Server.ConnectAsUserAsync(bob);
        await other.ExpectNothingAsync();
        await sender.SendJsonAsync(new { test = "send-cancelled", to = new[] { ann, bob }, text = "never" });
        await sender.ExpectTextAsync("cancelled cancelled cancelled");
        await sender.ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_connection_that_was_closed_takes_nothing_and_that_is_no_error()
    {
        var key = Fresh("closed");
        await using var user = await Server.ConnectAsUserAsync(Fresh("ann"));
        await user.SendJsonAsync(new { test = "send-after-close", key });
        await user.ExpectCloseAsync(1000);
        await Server.ExpectJournalAsync(
            key, "connection: 0 reached, 0 offline", "user: 0 reached, 0 offline", "named: 0 reached, 1 offline", "closed again");

        key = Fresh("closed");
        await using var nobody = await Server.ConnectAsNobodyAsync();
        await nobody.SendJsonAsync(new { test = "send-after-close", key });
        await nobody.ExpectCloseAsync(1000);
        await Server.ExpectJournalAsync(key, "connection: 0 reached, 0 offline", "user: 0 reached, 0 offline", "closed again");
    }
}

public sealed class CurrentUserInProcess(InProcessHost host) : CurrentUserTests(host);

public sealed class CurrentUserInBinary(BinaryHost host) : CurrentUserTests(host);
