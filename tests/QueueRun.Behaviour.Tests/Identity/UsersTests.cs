namespace QueueRun.Behaviour;

/// <summary>The user as a parameter.</summary>
public abstract class UsersTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("user-id", "id ann")]
    [InlineData("maybe-user-id", "id ann")]
    [InlineData("user", "user ann")]
    [InlineData("maybe-user", "user ann")]
    [InlineData("socket-user", "socket user ann")]
    [InlineData("maybe-member", "member nobody")]
    public async Task A_user_of_the_host_is_a_plain_user(string test, string answer)
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendJsonAsync(new { test });
        await client.ExpectTextAsync(answer.Replace("ann", user, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user-id", "id ann")]
    [InlineData("maybe-user-id", "id ann")]
    [InlineData("user", "user ann")]
    [InlineData("member", "member ann, member")]
    [InlineData("maybe-member", "member ann")]
    public async Task A_user_who_signed_in_is_of_the_programs_own_type(string test, string answer)
    {
        var user = Fresh("ann");
        await using var client = await Server.SignInAsync(user);
        await client.SendJsonAsync(new { test });
        await client.ExpectTextAsync(answer.Replace("ann", user, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_of_another_type_counts_as_none()
    {
        await using var plain = await Server.ConnectAsUserAsync(Fresh("ann"));
        await plain.SendJsonAsync(new { test = "member" });
        await plain.ExpectErrorAsync("not authenticated");
        await plain.ExpectNothingAsync();

        await using var member = await Server.SignInAsync(Fresh("ann"));
        await member.SendJsonAsync(new { test = "socket-user" });
        await member.ExpectErrorAsync("not authenticated");
        await member.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("maybe-user-id", "id of nobody")]
    [InlineData("maybe-user", "user nobody")]
    [InlineData("maybe-member", "member nobody")]
    public async Task An_empty_id_is_seen_nowhere(string test, string answer)
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendJsonAsync(new { test });
        await client.ExpectTextAsync(answer);
    }

    [Theory]
    [InlineData("user-id")]
    [InlineData("user")]
    [InlineData("socket-user")]
    [InlineData("member")]
    public async Task A_handler_that_needs_a_user_is_not_called_without(string test)
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendJsonAsync(new { test });
        await client.ExpectErrorAsync("not authenticated");
        await client.ExpectNothingAsync();
    }
}

public sealed class UsersInProcess(InProcessHost host) : UsersTests(host);

public sealed class UsersInBinary(BinaryHost host) : UsersTests(host);
