using System.Globalization;

namespace QueueRun.Behaviour;

/// <summary>Messages to one connection arrive in the order in which they were sent, whoever sends besides.</summary>
public abstract class SendOrderTests(ServerHost host) : BehaviourTests(host)
{
    private const int Count = 60;

    [Fact]
    public async Task Handlers_HTTP_endpoints_and_background_services_each_keep_their_order()
    {
        var user = Fresh("ann");
        var devices = new[] { await Server.ConnectAsUserAsync(user), await Server.ConnectAsUserAsync(user) };
        foreach (var device in devices) await device.ExpectNothingAsync();

        await Task.WhenAll(
            FromHandlerAsync("handler1"), FromHandlerAsync("handler2"), FromEndpointAsync("http1"), FromEndpointAsync("http2"), FromBackgroundAsync("background"));

        foreach (var device in devices)
        {
            var seen = new Dictionary<string, List<int>>();
            for (var n = 0; n < 5 * Count; n++)
            {
                var text = (await device.ReceiveAsync()).Json.EnumerateObject().Last().Value.GetString()!.Split(':');
                if (!seen.TryGetValue(text[0], out var numbers)) seen[text[0]] = numbers = [];
                numbers.Add(int.Parse(text[1], CultureInfo.InvariantCulture));
            }

            Assert.Equal(5, seen.Count);
            Assert.All(seen.Values, numbers => Assert.Equal(Enumerable.Range(0, Count), numbers));
            await device.ExpectNothingAsync();
            await device.DisposeAsync();
        }

        async Task FromHandlerAsync(string name)
        {
            await using var sender = await Server.ConnectAsUserAsync(Fresh("bob"));
            for (var n = 0; n < Count; n++) await sender.SendJsonAsync(new { test = "tell", to = new[] { user }, text = $"{name}:{n}" });
            await sender.ExpectNothingAsync();
        }

        async Task FromEndpointAsync(string name)
        {
            for (var n = 0; n < Count; n++) Assert.Equal(200, (await Server.PostAsync($"/send-to?to={user}&text={name}:{n}")).Status);
        }

        async Task FromBackgroundAsync(string name)
        {
            for (var n = 0; n < Count; n++) await Server.PostAsync($"/background/{user}?text={name}:{n}");
        }
    }

    [Fact]
    public async Task Sends_that_are_not_awaited_go_out_in_the_order_of_the_calls()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await using var device = await Server.ConnectAsUserAsync(user);
        await device.ExpectNothingAsync();
        await client.SendJsonAsync(new { test = "send-at-once", key = "-", count = 500 });
        foreach (var each in new[] { client, device })
        {
            for (var n = 0; n < 500; n++) await each.ExpectTextAsync($$"""{"n":{{n}}}""");
            await each.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task What_a_handler_sends_comes_before_what_it_returns()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        for (var n = 0; n < 20; n++)
        {
            await client.SendJsonAsync(new { test = "send-connection", text = $"{n}" });
            await client.ExpectJsonAsync(new { sent = $"{n}" });
            await client.ExpectJsonAsync(new { recipients = 1, offline = Array.Empty<string>() });
        }
    }
}

public sealed class SendOrderInProcess(InProcessHost host) : SendOrderTests(host);

public sealed class SendOrderInBinary(BinaryHost host) : SendOrderTests(host);
