namespace QueueRun.Behaviour;

/// <summary>Parameters: the message, the request, services, instance handlers.</summary>
public abstract class ParametersTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task The_request_tells_about_connection_message_and_upgrade()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendAsync("""{ "test" : "request" }""");
        var first = (await client.ReceiveAsync()).Json;
        await client.SendAsync("""{"test":"request"}""");
        var second = (await client.ReceiveAsync()).Json;

        Assert.Equal("""{ "test" : "request" }""", first.GetProperty("data").GetString());
        Assert.Equal(user, first.GetProperty("user").GetString());
        Assert.True(first.GetProperty("canBeCancelled").GetBoolean());
        Assert.True(first.GetProperty("authenticated").GetBoolean());
        Assert.Equal(first.GetProperty("connectionId").GetString(), second.GetProperty("connectionId").GetString());
        Assert.NotEqual(first.GetProperty("requestId").GetString(), second.GetProperty("requestId").GetString());

        await using var other = await Server.ConnectAsUserAsync(user);
        await other.SendAsync("""{"test":"request"}""");
        Assert.NotEqual(first.GetProperty("connectionId").GetString(), (await other.ReceiveAsync()).Json.GetProperty("connectionId").GetString());
    }

    [Fact]
    public async Task The_upgrade_request_is_there_where_a_handler_takes_it()
    {
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}", "/request");
        await client.SendJsonAsync(new { test = "path" });
        await client.ExpectTextAsync("/request");
    }

    [Theory]
    [InlineData("""{"test":"marked","x":1,"y":2}""", "1,2")]
    [InlineData("""{"test":"element","a" : [1]}""", """{"test":"element","a" : [1]}""")]
    [InlineData("""{"test":"document","text":"in a document"}""", "in a document")]
    [InlineData("""{"test":"dictionary","b":"x","a":"y"}""", "test,b,a")]
    [InlineData("""{"test":"nothing"}""", "nothing asked for")]
    public async Task The_message_comes_as_the_type_that_is_asked_for(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("""{"test":"optional"}""", "20 - - -")]
    [InlineData("""{"test":"optional","count":null,"name":null,"after":null,"point":null}""", "20 - - -")]
    [InlineData("""{"test":"optional","point":{"x":1,"y":2},"after":"2026-11-29","name":"ann","count":5}""", "5 ann 2026-11-29 1,2")]
    [InlineData("""{"test":"optional","name":""}""", "20  - -")]
    [InlineData("""{"test":"optional","name":7}""", "20 7 - -")]
    [InlineData("""{"test":"optional","count":1,"count":null}""", "20 - - -")]
    [InlineData("""{"test":"optional","must":"x"}""", "must x nothing")]
    [InlineData("""{"test":"optional","must":"x","text":"here","count":9}""", "must x here")]
    public async Task A_property_that_may_be_missing_has_its_default(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("""{"test":"optional","count":"many"}""", "$.count: expected a number")]
    [InlineData("""{"test":"optional","count":1.5}""", "$.count: expected a whole number from -2147483648 to 2147483647")]
    [InlineData("""{"test":"optional","name":[]}""", "$.name: expected a string")]
    [InlineData("""{"test":"optional","after":"soon"}""", "$.after: expected a date")]
    [InlineData("""{"test":"optional","point":{"x":"one"}}""", "$.point.x: expected a number")]
    public async Task A_property_that_is_there_has_to_fit(string message, string error)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        await client.ExpectErrorAsync(error);
    }

    [Fact]
    public async Task Services_come_from_the_container()
        => await ExpectAsync("""{"test":"services"}""", "Hello, Ann; Good day, Ann; nothing missing; True");

    [Fact]
    public async Task A_service_that_cannot_be_built_is_an_internal_error()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync("""{"test":"broken-service"}""");
        await client.ExpectErrorAsync("internal error");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scoped_services_live_for_one_message()
    {
        var key = Fresh("scoped");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "scoped", key });
        var first = (await client.ReceiveAsync()).Text.Split(' ');
        Assert.Equal(first[0], first[1]);
        await Server.ExpectJournalAsync(key, $"scope {first[0]} disposed");

        await client.SendJsonAsync(new { test = "scoped", key });
        var second = (await client.ReceiveAsync()).Text.Split(' ');
        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(first[2], second[2]);
    }

    [Fact]
    public async Task A_service_of_the_message_sends_to_its_user()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await using var device = await Server.ConnectAsUserAsync(user);
        await device.ExpectNothingAsync();
        await client.SendAsync("""{"test":"notify"}""");
        await client.ExpectTextAsync("""{"notified":"by a service"}""");
        await device.ExpectTextAsync("""{"notified":"by a service"}""");
    }

    [Fact]
    public async Task An_instance_is_built_for_each_message_and_disposed_after_it()
    {
        var key = Fresh("worker");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "worker", key });
        var first = (await client.ReceiveAsync()).Text;
        Assert.EndsWith("one scope: True", first, StringComparison.Ordinal);
        await Server.ExpectJournalAsync(key, "worked", "disposed");

        await client.SendJsonAsync(new { test = "worker", key });
        Assert.NotEqual(first, (await client.ReceiveAsync()).Text);
        await Server.ExpectJournalAsync(key, "worked", "disposed", "worked", "disposed");
    }

    [Fact]
    public async Task An_instance_whose_method_throws_is_disposed()
    {
        var key = Fresh("worker");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "failing-worker", key });
        await client.ExpectErrorAsync("the worker failed");
        await Server.ExpectJournalAsync(key, "disposed");
    }

    [Fact]
    public async Task A_late_instance_is_disposed_when_its_method_has_really_ended()
    {
        var key = Fresh("worker");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "late-worker", key });
        await client.ExpectErrorAsync("timed out");
        Assert.Empty(await Server.JournalAsync(key));
        await Server.OpenGateAsync(key);
        await Server.ExpectJournalAsync(key, "worked", "disposed");
    }

    [Fact]
    public async Task The_marked_constructor_is_taken()
    {
        var key = Fresh("worker");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "two-constructors", key });
        await client.ExpectTextAsync("with Once");
        await Server.ExpectJournalAsync(key, "disposed");
    }

    private async Task ExpectAsync(string message, string answer)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        await client.ExpectTextAsync(answer);
    }
}

public sealed class ParametersInProcess(InProcessHost host) : ParametersTests(host);

public sealed class ParametersInBinary(BinaryHost host) : ParametersTests(host);
