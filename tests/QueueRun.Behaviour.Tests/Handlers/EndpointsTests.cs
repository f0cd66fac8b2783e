using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Named endpoints.</summary>
public abstract class EndpointsTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("/admin", "admin")]
    [InlineData("/staff", "staff")]
    public async Task A_route_may_lead_elsewhere_at_each_endpoint(string path, string answer)
    {
        await using var client = await ConnectAsync(path, Fresh("ann"));
        await client.SendJsonAsync(new { test = "where" });
        await client.ExpectTextAsync(answer);
    }

    [Theory]
    [InlineData("/socket", "where")]
    [InlineData("/socket", "admin-only")]
    [InlineData("/staff", "admin-only")]
    public async Task A_message_for_a_handler_of_another_endpoint_goes_to_the_default(string path, string test)
    {
        await using var client = await ConnectAsync(path, Fresh("ann"));
        await client.SendJsonAsync(new { test });
        await client.ExpectJsonAsync(new { @default = "json", data = new { test } });
    }

    [Theory]
    [InlineData("/socket")]
    [InlineData("/admin")]
    [InlineData("/staff")]
    public async Task A_handler_that_names_none_belongs_to_every_endpoint(string path)
    {
        var user = Fresh("ann");
        await using var client = await ConnectAsync(path, user);
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {user}");
    }

    [Fact]
    public async Task A_user_is_the_same_at_all_of_them()
    {
        var user = Fresh("ann");
        await using var admin = await ConnectAsync("/admin", user);
        await admin.SendJsonAsync(new { test = "admin-only" });
        await admin.ExpectTextAsync(user);
        await using var client = await Server.ConnectAsUserAsync(Fresh("bob"));
        await Server.ExpectOnlineAsync(user, true);
        Assert.Equal((200, "1 reached, offline: "), await Server.PostAsync($"/send-to?to={user}&text=hi"));
        await admin.ExpectJsonAsync(new { http = "hi" });
    }

    [Fact]
    public async Task A_room_is_the_same_at_all_of_them()
    {
        var room = Fresh("room");
        await using var admin = await ConnectAsync("/admin", Fresh("ann"));
        await using var client = await ConnectAsync("/socket", Fresh("bob"));
        foreach (var member in new[] { admin, client })
        {
            await member.SendJsonAsync(new { test = "rooms", @do = "join", room });
            await member.ExpectTextAsync("joined");
        }

        await client.SendJsonAsync(new { test = "rooms", @do = "send", target = $"room:{room}", others = true, text = "hi" });
        await client.ExpectTextAsync("1 reached, offline:");
        await admin.ExpectJsonAsync(new { said = "hi" });
        foreach (var member in new[] { admin, client }) await member.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("/admin", """{"#":1,"result":"admin"}""")]
    [InlineData("/staff", """{"#":1,"result":"staff"}""")]
    [InlineData("/socket", """{"#":1,"result":{"default":"json","data":{"#":1,"test":"where"}}}""")]
    public async Task Answers_are_those_of_the_endpoints_handlers(string path, string answer)
    {
        await using var client = await ConnectAsync(path, Fresh("ann"));
        await client.SendAsync("""{"#":1,"test":"where"}""");
        await client.ExpectTextAsync(answer);
        await client.SendAsync("""{"#":2}""");
        await client.ExpectTextAsync("""{"#":2,"result":null}""");
        await client.ExpectNothingAsync();
    }

    private Task<SocketClient> ConnectAsync(string path, string user) => SocketClient.ConnectAsync(Server.Socket($"user={user}", path));
}

public sealed class EndpointsInProcess(InProcessHost host) : EndpointsTests(host);

public sealed class EndpointsInBinary(BinaryHost host) : EndpointsTests(host);
