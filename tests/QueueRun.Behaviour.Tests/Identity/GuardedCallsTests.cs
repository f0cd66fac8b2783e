using System.Security.Claims;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Handlers with authorization attributes answer, stream, and run beside each other like others.</summary>
public abstract class GuardedCallsTests(ServerHost host) : BehaviourTests(host)
{
    /// <summary>The endpoint with the policy that looks at the upgrade request.</summary>
    private const string Path = "/request";

    private static readonly string s_admin = $"claim:{ClaimTypes.Role}=admin";

    [Theory]
    [InlineData("guarded")]
    [InlineData("guarded-role")]
    [InlineData("guarded-policy")]
    [InlineData("guarded-late")]
    [InlineData("guarded-own")]
    [InlineData("guarded-class")]
    [InlineData("guarded-stream")]
    public async Task A_refusal_is_the_answer(string test)
    {
        await using var client = await Server.ConnectAsNobodyAsync(Path);
        await client.SendAsync($$"""{"#":"a","test":"{{test}}"}""");
        await client.ExpectTextAsync("""{"#":"a","error":"not authorized"}""");
        await client.SendAsync("""{"#":2,"test":"guarded-user","number":7}""");
        await client.ExpectTextAsync("""{"#":2,"error":"not authenticated"}""");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("guarded-role", "\"result\":\"let in\"")]
    [InlineData("guarded-late", "\"result\":\"let in\"")]
    [InlineData("guarded-stream", "\"item\":1", "\"item\":2", "\"result\":null")]
    public async Task Whoever_may_gets_the_answer(string test, params string[] answers)
    {
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&{s_admin}&claim:late=yes", Path);
        await client.SendAsync($$"""{"#":1,"test":"{{test}}"}""");
        foreach (var answer in answers) await client.ExpectTextAsync($$"""{"#":1,{{answer}}}""");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_next_message_waits_for_the_authorization()
    {
        var gate = Fresh("gate");
        await using var client = await ConnectHeldAsync(gate);
        await client.SendJsonAsync(new { test = "guarded-late" });
        await client.SendJsonAsync(new { test = "echo", text = "next" });
        await Server.ExpectJournalAsync(gate, "asked");
        await Server.OpenGateAsync(gate);
        foreach (var expected in new[] { "let in", "next" }) await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task It_does_not_wait_for_that_of_a_concurrent_handler()
    {
        var gate = Fresh("gate");
        await using var client = await ConnectHeldAsync(gate);
        foreach (var n in new[] { 1, 2 }) await client.SendAsync($$"""{"#":{{n}},"test":"guarded-beside","key":"{{gate}}-calls","line":"{{n}}"}""");
        await client.SendJsonAsync(new { test = "echo", text = "next" });
        await client.ExpectTextAsync("next");
        await Server.ExpectJournalAsync(gate, "asked", "asked");
        await Server.OpenGateAsync(gate);
        string[] answers = [(await client.ReceiveAsync()).Text, (await client.ReceiveAsync()).Text];
        Assert.Equal(["""{"#":1,"result":"1"}""", """{"#":2,"result":"2"}"""], answers.Order());
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("guarded-beside", "cancelled")]
    [InlineData("guarded-brief", "timed out")]
    public async Task A_call_that_was_answered_meanwhile_does_not_begin(string test, string error)
    {
        var gate = Fresh("gate");
        await using var client = await ConnectHeldAsync(gate);
        await client.SendAsync($$"""{"#":1,"test":"{{test}}","key":"{{gate}}-calls","line":"one"}""");
        await Server.ExpectJournalAsync(gate, "asked");
        if (error == "cancelled") await client.SendAsync("""{"#":1,"cancel":true}""");
        await client.ExpectTextAsync($$"""{"#":1,"error":"{{error}}"}""");
        await Server.OpenGateAsync(gate);
        await Patience.EventuallyAsync(() => Server.JournalAsync(gate), seen => seen is ["asked", [.., 'd', 'i', 's', 'p', 'o', 's', 'e', 'd']]);
        Assert.Empty(await Server.JournalAsync($"{gate}-calls"));
        await client.ExpectNothingAsync();
    }

    /// <summary>Connects as a user who may call what is late, but whose authorization waits.</summary>
    private Task<SocketClient> ConnectHeldAsync(string gate) => Server.ConnectAsync($"user={Fresh("ann")}&claim:late=yes&held={gate}", Path);
}

public sealed class GuardedCallsInProcess(InProcessHost host) : GuardedCallsTests(host);

public sealed class GuardedCallsInBinary(BinaryHost host) : GuardedCallsTests(host);
