using System.Security.Claims;

namespace QueueRun.Behaviour;

/// <summary>Authorization: handlers support the attributes of ASP.NET Core's authorization.</summary>
public abstract class AuthorizationTests(ServerHost host) : BehaviourTests(host)
{
    private static readonly string s_admin = $"claim:{ClaimTypes.Role}=admin";

    [Theory]
    [InlineData("guarded", "")]
    [InlineData("guarded-role", "admin")]
    [InlineData("guarded-policy", "claim:adult=yes")]
    [InlineData("guarded-twice", "admin&claim:adult=yes")]
    [InlineData("guarded-late", "claim:late=yes")]
    [InlineData("guarded-own", "claim:level=4")]
    [InlineData("guarded-class", "admin")]
    public async Task Whoever_is_what_is_asked_for_may(string test, string claims)
    {
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&{claims.Replace("admin", s_admin, StringComparison.Ordinal)}", PathOf(test));
        await client.SendJsonAsync(new { test });
        await client.ExpectTextAsync("let in");
    }

    [Theory]
    [InlineData("guarded-role", "claim:adult=yes")]
    [InlineData("guarded-policy", "admin")]
    [InlineData("guarded-twice", "admin")]
    [InlineData("guarded-twice", "claim:adult=yes")]
    [InlineData("guarded-late", "admin")]
    [InlineData("guarded-own", "claim:level=5")]
    [InlineData("guarded-class", "claim:adult=yes")]
    public async Task Others_hear_that_they_may_not(string test, string claims)
    {
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&{claims.Replace("admin", s_admin, StringComparison.Ordinal)}", PathOf(test));
        await client.SendJsonAsync(new { test });
        await client.ExpectErrorAsync("not authorized");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("guarded")]
    [InlineData("guarded-role")]
    [InlineData("guarded-policy")]
    [InlineData("guarded-class")]
    public async Task Nobody_may_not(string test)
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendJsonAsync(new { test });
        await client.ExpectErrorAsync("not authorized");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Anybody_may_where_a_handler_says_so_itself()
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendJsonAsync(new { test = "guarded-class-open" });
        await client.ExpectTextAsync("let in");
    }

    [Fact]
    public async Task A_user_of_the_programs_own_says_what_he_is()
    {
        await using var officer = await Server.ConnectAsync();
        await officer.SendJsonAsync(new { user = Fresh("ann"), title = "admin" });
        await officer.SendJsonAsync(new { test = "guarded-role" });
        await officer.ExpectTextAsync("let in");
        await officer.SendJsonAsync(new { test = "principal" });
        await officer.ExpectTextAsync("an admin");
        await officer.SendJsonAsync(new { test = "guarded-policy" });
        await officer.ExpectErrorAsync("not authorized");

        await using var member = await Server.SignInAsync(Fresh("bob"));
        await member.SendJsonAsync(new { test = "guarded" });
        await member.ExpectErrorAsync("not authorized"); // the program knows this user, but ASP.NET Core does not
        await member.SendJsonAsync(new { test = "principal" });
        await member.ExpectTextAsync("somebody");
    }

    [Fact]
    public async Task First_it_matters_who_it_is_then_whether_he_may_then_what_he_says()
    {
        await using var nobody = await Server.ConnectAsNobodyAsync();
        await nobody.SendJsonAsync(new { test = "guarded-user", number = "none" });
        await nobody.ExpectErrorAsync("not authenticated");

        await using var user = await Server.ConnectAsUserAsync(Fresh("ann"));
        await user.SendJsonAsync(new { test = "guarded-user", number = "none" });
        await user.ExpectErrorAsync("not authorized");

        var id = Fresh("ann");
        await using var admin = await Server.ConnectAsync($"user={id}&{s_admin}");
        await admin.SendJsonAsync(new { test = "guarded-user", number = "none" });
        await admin.ExpectErrorAsync("$.number: expected a number");
        await admin.SendJsonAsync(new { test = "guarded-user", number = 7 });
        await admin.ExpectTextAsync($"{id} 7");
    }

    [Fact]
    public async Task What_decides_may_be_made_for_each_message_and_sees_the_upgrade_request()
    {
        var key = Fresh("late");
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&claim:late=yes&journal={key}", PathOf("guarded-late"));
        await client.SendJsonAsync(new { test = "guarded-late" });
        await client.ExpectTextAsync("let in");
        await Server.ExpectJournalAsync(key, "connect", "asked in scope yes");
    }

    /// <summary>The policy that looks at the upgrade request has its own endpoint: the request lasts there.</summary>
    private static string PathOf(string test) => test is "guarded-late" ? "/request" : "/socket";
}

public sealed class AuthorizationInProcess(InProcessHost host) : AuthorizationTests(host);

public sealed class AuthorizationInBinary(BinaryHost host) : AuthorizationTests(host);
