using System.Text.Json;

namespace QueueRun.Ports.Tests;

public abstract class TodoTests(PortsHost host) : PortTests(host)
{
    [Fact]
    public async Task Answers_and_errors_belong_to_their_calls()
    {
        var ann = await ConnectAsync(Fresh("ann"));
        var empty = await ann.PostAsync(new { action = "add-todo", title = "  " });
        var bread = await ann.PostAsync(new { action = "add-todo", title = " Bread " });
        var unknown = await ann.PostAsync(new { action = "change-todo", id = -1, done = true });
        var missing = await ann.PostAsync(new { action = "add-todo" });
        var wrong = await ann.PostAsync(new { action = "change-todo", id = "one" });

        Assert.Equal("$.id: expected a number", PortClient.Error(await ann.AnswerAsync(wrong)));
        Assert.Equal("There is no such item.", PortClient.Error(await ann.AnswerAsync(unknown)));
        Assert.Equal("A title has 1 to 100 characters.", PortClient.Error(await ann.AnswerAsync(empty)));
        Assert.Equal("A title has 1 to 100 characters.", PortClient.Error(await ann.AnswerAsync(missing)));
        var id = PortClient.Result(await ann.AnswerAsync(bread)).GetInt32();

        var item = Assert.Single(await ann.EventsAsync("todo")).GetProperty("item");
        Assert.Equal((id, "Bread", false), Of(item));
        Assert.Equal("There is no such item.", await ann.FailAsync(new { action = "remove-todo", id = id + 1_000_000 }));
        Assert.Equal("not authenticated", await (await ConnectAsync()).FailAsync(new { action = "todos" }));
    }

    [Fact]
    public async Task All_tabs_of_a_user_are_in_step_and_nobody_else_sees_them()
    {
        var name = Fresh("ann");
        PortClient[] tabs = [await ConnectAsync(name), await ConnectAsync(name), await ConnectAsync(name)];
        var bob = await ConnectAsync(Fresh("bob"));
        foreach (var tab in tabs) await tab.CallAsync(new { action = "todos" });
        var id = (await tabs[0].CallAsync(new { action = "add-todo", title = "Bread" })).GetInt32();

        // All tabs change the same item at the same time: all see the same changes in the same order.
        await Task.WhenAll(tabs.Select(async (tab, n) =>
        {
            for (var i = 0; i < 20; i++) await tab.CallAsync(new { action = "change-todo", id, title = $"{n}: {i}", done = i % 2 == 0 });
        }));
        var seen = new List<string[]>();
        foreach (var tab in tabs) seen.Add([.. (await tab.EventsAsync("todo")).Select(message => message.GetRawText())]);
        Assert.All(seen, changes => Assert.Equal(seen[0], changes));
        Assert.Equal(61, seen[0].Length);

        var late = await ConnectAsync(name);
        await late.CallAsync(new { action = "todos" });
        var item = Assert.Single((await late.EventAsync("todos")).GetProperty("items").EnumerateArray());
        Assert.Equal(Of(JsonElement.Parse(seen[0][^1]).GetProperty("item")), Of(item));

        await late.CallAsync(new { action = "remove-todo", id });
        foreach (var tab in tabs) Assert.Equal(JsonValueKind.Null, (await tab.EventAsync("todo")).GetProperty("item").ValueKind);
        Assert.Equal("There is no such item.", await bob.FailAsync(new { action = "remove-todo", id }));
        await bob.CallAsync(new { action = "todos" });
        Assert.Empty((await bob.EventAsync("todos")).GetProperty("items").EnumerateArray());
        Assert.Empty(await bob.EventsAsync("todo"));
    }

    [Fact]
    public async Task A_list_has_an_end()
    {
        var ann = await ConnectAsync(Fresh("ann"));
        for (var i = 0; i < 100; i++) await ann.CallAsync(new { action = "add-todo", title = $"{i}" });
        Assert.Equal("There are 100 items: do some of them first.", await ann.FailAsync(new { action = "add-todo", title = "one more" }));
    }

    private static (int, string?, bool) Of(JsonElement item)
        => (item.GetProperty("id").GetInt32(), item.GetProperty("title").GetString(), item.GetProperty("done").GetBoolean());
}

public sealed class TodoBuiltTests(BuiltPorts host) : TodoTests(host);

public sealed class TodoNativeTests(NativePorts host) : TodoTests(host);
