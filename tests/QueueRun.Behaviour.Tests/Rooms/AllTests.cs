namespace QueueRun.Behaviour;

/// <summary><c>All</c>. Each test has a server to itself: everybody there hears of it.</summary>
public abstract class AllTests(ServerHost host) : RoomBehaviour(host)
{
    protected override string[] Options => [];

    [Fact]
    public async Task All_are_users_and_anonymous_connections_but_not_those_of_whom_it_is_not_decided()
    {
        await using var phone = await DeviceAsync("ann");
        await using var laptop = await DeviceAsync("ann");
        await using var nobody = await NobodyAsync();
        await using var undecided = await Server.ConnectAsync();
        await undecided.SendJsonAsync(new { trouble = "step", title = "who?" });
        await undecided.ExpectJsonAsync(new { step = "who?" });

        await OrderAsync(phone, "send", target: "all", text: "all");
        foreach (var client in new[] { phone, laptop, nobody }) await client.ExpectJsonAsync(new { said = "all" });
        await phone.ExpectTextAsync("3 reached, offline:");
        Assert.Equal("2 reached, offline:", await AskAsync(phone, "send", target: "all", others: true, text: "others"));
        foreach (var client in new[] { laptop, nobody }) await client.ExpectJsonAsync(new { said = "others" });

        await undecided.SendJsonAsync(new { user = "" });
        foreach (var client in new[] { phone, laptop, nobody, undecided }) await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task All_others_are_closed_and_then_all()
    {
        await using var phone = await DeviceAsync("ann");
        await using var laptop = await DeviceAsync("ann");
        await using var nobody = await NobodyAsync();
        await using var undecided = await Server.ConnectAsync();
        await undecided.SendJsonAsync(new { trouble = "step", title = "who?" });
        await undecided.ExpectJsonAsync(new { step = "who?" });

        Assert.Equal("closed", await AskAsync(phone, "close", target: "all", others: true, text: "others"));
        await laptop.ExpectCloseAsync(1000, "others");
        await nobody.ExpectCloseAsync(1000, "others");
        await phone.ExpectNothingAsync();
        await undecided.SendJsonAsync(new { user = "bob" });
        await undecided.ExpectNothingAsync();

        await OrderAsync(undecided, "close", target: "all", text: "all");
        await phone.ExpectCloseAsync(1000, "all");
        await undecided.ExpectCloseAsync(1000, "all");
    }

    [Fact]
    public async Task All_of_nobody_is_no_error()
    {
        await using var phone = await DeviceAsync("ann");
        Assert.Equal("0 reached, offline:", await AskAsync(phone, "send", target: "all", others: true));
        Assert.StartsWith("OperationCanceledException", await AskAsync(phone, "send", target: "all", cancelled: true), StringComparison.Ordinal);
    }
}

public sealed class AllInProcess(InProcessHost host) : AllTests(host);

public sealed class AllInBinary(BinaryHost host) : AllTests(host);
