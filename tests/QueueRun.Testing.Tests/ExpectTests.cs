using System.Text.Json;

namespace QueueRun.Testing.Tests;

/// <summary>What a client sends and how a test says what should come.</summary>
public sealed class ExpectTests : Hosted
{
    [Fact]
    public async Task What_is_said_in_a_room_reaches_everybody_in_it_on_every_device()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var phone = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        await using var cid = await Sockets.ConnectAsync("cid");
        await ann.SendAsync(new { action = "enter", room = "lobby" });
        await bob.SendAsync(new { action = "enter", room = "lobby" });
        await ann.SendAsync(new Say("lobby", "Hello!"));

        foreach (var client in new[] { ann, phone, bob }) Assert.Equal(new Said("lobby", "ann", "Hello!"), await client.ExpectAsync<Said>());
        await cid.ExpectNothingAsync();
        Assert.Equal(("ann", "ann (2)"), (ann.ToString(), phone.ToString()));
    }

    [Fact]
    public async Task Messages_of_every_kind_are_sent_and_expected()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync("shout");
        await ann.ExpectAsync("SHOUT");
        await ann.SendAsync("again");
        Assert.Equal("AGAIN", await ann.ExpectAsync<string>());

        await ann.SendAsync(new byte[] { 1, 2, 3 });
        await ann.ExpectAsync(new byte[] { 3, 2, 1 });
        await ann.SendAsync(new ReadOnlyMemory<byte>([1, 2]));
        await ann.SendAsync(new ArraySegment<byte>([1, 2]));
        Assert.Equal([2, 1], await ann.ExpectAsync<byte[]>());
        Assert.Equal([2, 1], (await ann.ExpectAsync<ReadOnlyMemory<byte>>()).ToArray());

        await ann.SendAsync("""{"anything":"else"}"""); // text that is JSON is JSON
        await ann.ExpectAsync(new { reply = "👋 Welcome!" });
        await ann.SendAsync(JsonElement.Parse("{}"));
        Assert.Equal(new Welcomed("👋 Welcome!"), await ann.ExpectAsync<Welcomed>());
        await ann.SendAsync((object)new Say("nowhere", "nobody")); // as what it is
        Assert.StartsWith("No user was named", await ann.ExpectErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_wait_until_they_are_expected_in_whatever_order()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "enter", room = "lobby" });
        await ann.SendAsync("one");
        await ann.SendAsync(new Say("lobby", "two"));
        await ann.SendAsync(new Say("lobby", "three"));
        await ann.SendAsync(new { x = "four" });

        Assert.Equal("three", (await ann.ExpectAsync<Said>(said => said.Text == "three")).Text);
        Assert.Equal("two", (await ann.ExpectAsync("event", "said")).Json.GetProperty("text").GetString());
        Assert.Equal(2, ann.Unread.Count);
        await ann.ExpectNoAsync<Said>();
        Assert.Equal("ONE", (await ann.ExpectNextAsync()).Text);
        Assert.Equal("👋 Welcome!", (await ann.ExpectNextAsync()).As<Welcomed>().Reply);
        await ann.ExpectNothingAsync();
        Assert.Equal(4, ann.Received.Count);
    }

    [Fact]
    public async Task A_type_without_a_mark_is_known_by_its_properties()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "fail" });
        await ann.SendAsync(new { action = "anything" });
        Assert.Equal("👋 Welcome!", (await ann.ExpectAsync<Welcomed>()).Reply); // and not {"error":…}, whose properties are others
        Assert.Equal("the roof is on fire", await ann.ExpectErrorAsync());
    }

    [Fact]
    public async Task What_comes_later_is_waited_for()
    {
        Sockets.Patience = Seconds(10);
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "gate" });
        var expecting = ann.ExpectAsync<string>();
        Assert.False(expecting.IsCompleted);
        Rooms.Gate.Set("now");
        Assert.Equal("now", await expecting);
    }

    [Fact]
    public async Task Messages_sent_at_once_are_all_handled_before_anything_is_said_not_to_come()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? ann.PostAsync($"{i}") : bob.PostAsync($"{i}")));
            Assert.Equal(25, (await ann.ReadAllAsync()).Count);
            Assert.Equal(25, (await bob.ReadAllAsync()).Count);
            await ann.ExpectNothingAsync();
        }
    }
}
