using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Who decides, before a message was received.</summary>
public abstract class ConnectingTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task OnConnect_decides_first()
    {
        var (member, user) = (Fresh("member"), Fresh("user"));
        await using var client = await Server.ConnectAsync($"member={member}&user={user}");
        await client.SendJsonAsync(new { test = "member" });
        await client.ExpectTextAsync($"member {member}, decided at connect");
        Assert.False(await Server.IsOnlineAsync(user));
    }

    [Fact]
    public async Task OnConnect_that_decides_nothing_leaves_it_to_ASP_NET_Core()
    {
        var (user, key) = (Fresh("ann"), Fresh("journal"));
        await using var client = await Server.ConnectAsync($"user={user}&journal={key}");
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {user}");
        Assert.Equal(["connect"], await Server.JournalAsync(key)); // and nobody asked [Authenticate]
    }

    [Fact]
    public async Task Nobody_has_decided_until_Authenticate_does()
    {
        var (user, key) = (Fresh("ann"), Fresh("journal"));
        await using var client = await Server.ConnectAsync($"journal={key}");
        await client.SendJsonAsync(new { user });
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {user}");
        Assert.Equal(["connect", "authenticate"], await Server.JournalAsync(key));
    }

    [Theory]
    [InlineData("reject=451&reason=not today", 451, "not today")]
    [InlineData("reject=400", 400, "")]
    [InlineData("reject=599&reason=over", 599, "over")]
    [InlineData("reject=418&reason=teapot&user=ann", 418, "teapot")]
    public async Task OnConnect_refuses_with_status_and_message(string query, int status, string text)
        => Assert.Equal((status, text), await Server.AskToConnectAsync(query));

    [Fact]
    public async Task OnConnect_that_throws_is_an_error_of_the_server_and_logged()
    {
        var what = Fresh("trouble");
        var (status, text) = await Server.AskToConnectAsync($"trouble={what}");
        Assert.Equal(500, status);
        Assert.DoesNotContain(what, text, StringComparison.Ordinal);
        await Patience.EventuallyAsync(
            () => Server.LogsAsync($"Trouble while connecting: {what}."), seen => seen.StartsWith("Error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnConnect_is_cancelled_when_the_client_goes()
    {
        var gate = Fresh("gate");
        await using var raw = await RawWebSocket.OpenAsync(Server.Address);
        var asking = raw.RequestAsync(RawWebSocket.Handshake(Server.Socket($"hold={gate}&user=ann")));
        await Server.ExpectJournalAsync(gate, "connect held");
        raw.Vanish();
        await Server.ExpectJournalAsync(gate, "connect held", "connect cancelled");
        Assert.NotNull(await Record.ExceptionAsync(() => asking));
    }

    [Fact]
    public async Task OnConnect_may_let_somebody_in_without_being_anybody()
    {
        var key = Fresh("journal");
        await using var client = await Server.ConnectAsync($"member=&journal={key}");
        await client.SendJsonAsync(new { test = "maybe-user-id" });
        await client.ExpectTextAsync("id of nobody");
        Assert.Equal(["connect"], await Server.JournalAsync(key));
    }

    [Fact]
    public async Task An_empty_member_is_nobody_even_for_a_user_of_ASP_NET_Core()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsync($"member=&user={user}");
        await client.SendJsonAsync(new { test = "maybe-user-id" });
        await client.ExpectTextAsync("id of nobody");
        Assert.False(await Server.IsOnlineAsync(user));
    }

    [Fact]
    public async Task A_user_without_an_id_is_refused_and_logged()
    {
        Assert.Equal((403, "The user has no id."), await Server.AskToConnectAsync("claim:role=admin"));
        Assert.Equal(403, await Server.RefusedAsync("user="));
        Assert.Contains("the option UserId says which claim holds it", await Server.LogsAsync("has no user id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnConnect_may_name_a_user_who_has_no_id_elsewhere()
    {
        var member = Fresh("member");
        await using var client = await Server.ConnectAsync($"member={member}&claim:role=admin");
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {member}");
    }

    [Theory]
    [InlineData("claim:sub={0}")]
    [InlineData("claim:sub=other&user={0}")]
    [InlineData("user={0}&claim:sub=other")]
    public async Task The_id_is_the_name_identifier_or_else_sub(string query)
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, query, user));
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {user}");
    }

    /// <summary>Accept, authenticate, online, first message.</summary>
    [Fact]
    public async Task Everything_comes_in_order()
    {
        var user = Fresh("slow");
        await using var client = await Server.ConnectAsync($"journal={user}");
        await client.SendJsonAsync(new { user });
        await client.SendJsonAsync(new { test = "note", key = user, line = "first message" });
        await Server.ExpectJournalAsync(user, "connect", "authenticate", "online");
        await Server.OpenGateAsync(user);
        await client.ExpectTextAsync("first message");
        await Server.ExpectJournalAsync(user, "connect", "authenticate", "online", "online done", "first message");
    }
}

public sealed class ConnectingInProcess(InProcessHost host) : ConnectingTests(host);

public sealed class ConnectingInBinary(BinaryHost host) : ConnectingTests(host);
