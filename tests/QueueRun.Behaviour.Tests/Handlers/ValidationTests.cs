namespace QueueRun.Behaviour;

/// <summary>Validation: messages are validated if the program calls ASP.NET Core's AddValidation.</summary>
public abstract class ValidationTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_valid_message_reaches_its_handler()
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendAsync("""{"test":"draft","title":"Plan","prio":5,"lines":[{"firstText":"one"}]}""");
        await client.ExpectTextAsync("saved Plan with 1 lines");
    }

    [Theory]
    [InlineData("""{"test":"draft","title":""}""", "$.title: The Title field is required.")]
    [InlineData("""{"test":"draft","title":"much too long"}""", "$.title: at most 10 characters")]
    [InlineData("""{"test":"draft","title":"Plan","prio":6}""", "$.prio: from 1 to 5")]
    [InlineData("""{"test":"draft","title":"","prio":6}""", "$.title: The Title field is required.")] // the first
    [InlineData("""{"test":"draft","title":"Plan","lines":[{"firstText":"one"},{}]}""", "$.lines[1].firstText: say something")]
    [InlineData("""{"test":"draft","title":"Plan","lines":[{"firstText":"one","next":{"next":{}}}]}""", "$.lines[0].next.firstText: say something")]
    [InlineData("""{"test":"draft","title":"Plan","lines":[{"firstText":"Plan"}]}""", "$: the first line repeats the title")]
    [InlineData("""{"test":"draft","title":"","prio":"six"}""", "$.prio: expected a number")] // what cannot be read is not validated
    public async Task The_client_of_another_hears_what_is_wrong_with_it(string message, string error)
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendAsync(message);
        await client.ExpectErrorAsync(error);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_answer_says_what_is_wrong()
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendAsync("""{"#":1,"test":"draft","title":""}""");
        await client.ExpectTextAsync("""{"#":1,"error":"$.title: The Title field is required."}""");
        await client.SendAsync("""{"#":2,"test":"draft","title":"Plan"}""");
        await client.ExpectTextAsync("""{"#":2,"result":"saved Plan with 0 lines"}""");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task First_it_matters_who_it_is()
    {
        await using var nobody = await Server.ConnectAsNobodyAsync();
        await nobody.SendAsync("""{"test":"draft-user","title":""}""");
        await nobody.ExpectErrorAsync("not authenticated");

        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendAsync("""{"test":"draft-user","title":""}""");
        await client.ExpectErrorAsync("$.title: The Title field is required.");
        await client.SendAsync("""{"test":"draft-user","title":"Plan"}""");
        await client.ExpectTextAsync($"saved Plan for {user}");
    }

    [Fact]
    public async Task Deep_nesting_is_the_clients_fault()
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        var line = "null";
        for (var i = 0; i < 50; i++) line = $$"""{"firstText":"x","next":{{line}}}""";
        await client.SendAsync($$"""{"test":"draft","title":"Plan","lines":[{{line}}]}""");
        await client.ExpectErrorAsync("$: expected at most 32 levels");
    }
}

public sealed class ValidationInProcess(InProcessHost host) : ValidationTests(host);

public sealed class ValidationInBinary(BinaryHost host) : ValidationTests(host);
