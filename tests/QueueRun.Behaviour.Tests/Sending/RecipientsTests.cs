using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Whom a message reaches.</summary>
public abstract class RecipientsTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_send_reaches_all_devices_of_the_user_and_Connection_only_this_one()
    {
        var user = Fresh("ann");
        await using var first = await Server.ConnectAsUserAsync(user);
        await using var second = await Server.ConnectAsUserAsync(user);
        await first.ExpectNothingAsync();
        await second.ExpectNothingAsync();

        await first.SendJsonAsync(new { test = "send", text = "both" });
        await first.ExpectJsonAsync(new { sent = "both" });
        await first.ExpectJsonAsync(new { recipients = 1, offline = Array.Empty<string>() });
        await second.ExpectJsonAsync(new { sent = "both" });

        await first.SendJsonAsync(new { test = "send-connection", text = "one" });
        await first.ExpectJsonAsync(new { sent = "one" });
        await first.ExpectJsonAsync(new { recipients = 1, offline = Array.Empty<string>() });
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task Somebody_without_an_id_is_reached_on_the_connection()
    {
        await using var nobody = await Server.ConnectAsNobodyAsync();
        await nobody.SendJsonAsync(new { test = "send", text = "here" });
        await nobody.ExpectJsonAsync(new { sent = "here" });
        await nobody.ExpectJsonAsync(new { recipients = 1, offline = Array.Empty<string>() });
    }

    [Fact]
    public async Task Named_users_are_reached_and_those_who_are_offline_are_told()
    {
        var (ann, bob, eve) = (Fresh("ann"), Fresh("bob"), Fresh("eve"));
        await using var sender = await Server.ConnectAsUserAsync(ann);
        await using var receiver = await Server.SignInAsync(bob);
        await receiver.ExpectNothingAsync();

        await sender.SendJsonAsync(new { test = "send-to", to = new[] { bob, eve, bob }, text = "hi" });
        await receiver.ExpectJsonAsync(new { from = ann, text = "hi" });
        await sender.ExpectJsonAsync(new { recipients = 1, offline = new[] { eve } });
        await receiver.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_second_To_replaces_the_first()
    {
        var (ann, bob, eve) = (Fresh("ann"), Fresh("bob"), Fresh("eve"));
        await using var sender = await Server.ConnectAsUserAsync(ann);
        await using var first = await Server.ConnectAsUserAsync(bob);
        await using var last = await Server.ConnectAsUserAsync(eve);
        await first.ExpectNothingAsync();
        await last.ExpectNothingAsync();

        await sender.SendJsonAsync(new { test = "send-to-last", to = new[] { bob, eve }, text = "hi" });
        await last.ExpectJsonAsync(new { text = "hi" });
        await first.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_hundred_users_can_be_named()
    {
        await using var sender = await Server.ConnectAsUserAsync(Fresh("ann"));
        var names = Enumerable.Range(0, 100).Select(_ => Fresh("bob")).ToArray();
        await using var receiver = await Server.ConnectAsUserAsync(names[99]);
        await receiver.ExpectNothingAsync();
        await sender.SendJsonAsync(new { test = "send-to", to = names, text = "many" });
        var answer = (await sender.ReceiveAsync()).Json;
        Assert.Equal(1, answer.GetProperty("recipients").GetInt32());
        Assert.Equal(99, answer.GetProperty("offline").GetArrayLength());
    }

    public static TheoryData<string[]?, string> WrongNames => new()
    {
        { [], "ArgumentException" },
        { [""], "ArgumentException" },
        { [null!], "ArgumentException" },
        { [.. Enumerable.Range(0, 101).Select(n => $"u{n}")], "ArgumentException" },
        { null, "ArgumentNullException" },
    };

    [Theory]
    [MemberData(nameof(WrongNames), DisableDiscoveryEnumeration = true)]
    public async Task Nobody_or_too_many_is_an_error_before_a_byte_is_sent(string[]? to, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-to-wrong", to });
        await client.ExpectTextAsync(expected);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task An_HTTP_endpoint_sends_to_its_user_and_to_users_it_names()
    {
        var (ann, bob) = (Fresh("ann"), Fresh("bob"));
        await using var annsPhone = await Server.ConnectAsUserAsync(ann);
        await using var bobs = await Server.ConnectAsUserAsync(bob);
        await annsPhone.ExpectNothingAsync();
        await bobs.ExpectNothingAsync();

        Assert.Equal((200, "1 reached, offline: "), await Server.PostAsync($"/send?user={ann}&text=mine"));
        await annsPhone.ExpectJsonAsync(new { http = "mine" });

        var (status, text) = await Server.PostAsync($"/send-to?to={bob}&to=nowhere&text=named");
        Assert.Equal((200, "1 reached, offline: nowhere"), (status, text));
        await bobs.ExpectJsonAsync(new { http = "named" });
        await annsPhone.ExpectNothingAsync();
    }

    [Fact]
    public async Task Without_a_user_an_HTTP_endpoint_is_told_what_to_do()
    {
        var (status, text) = await Server.PostAsync("/send?text=nobody");
        Assert.Equal(409, status);
        Assert.StartsWith("InvalidOperationException: ", text, StringComparison.Ordinal);
        Assert.Contains("To(", text, StringComparison.Ordinal);
        Assert.Equal(409, (await Server.PostAsync("/connection?user=ann&text=nothing")).Status);
    }

    [Fact]
    public async Task A_background_service_sends_by_ISockets()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        await Server.PostAsync($"/background/{user}?text=later");
        await client.ExpectJsonAsync(new { background = "later" });
    }

    [Fact]
    public async Task Two_users_with_three_devices_each_see_every_message_once_and_in_order()
    {
        const int Count = 50;
        string[] users = [Fresh("ann"), Fresh("bob")];
        var devices = new List<(string User, SocketClient Client)>();
        foreach (var user in users)
        {
            for (var i = 0; i < 3; i++) devices.Add((user, await Server.ConnectAsUserAsync(user)));
        }

        foreach (var (_, client) in devices) await client.ExpectNothingAsync();
        await Task.WhenAll(devices.Select((device, number) => Task.Run(
            async () =>
            {
                for (var n = 0; n < Count; n++) await device.Client.SendJsonAsync(new { test = "tell", to = new[] { device.User }, text = $"{number}:{n}" });
            },
            TestContext.Current.CancellationToken)));

        for (var i = 0; i < devices.Count; i++)
        {
            var (user, client) = devices[i];
            var seen = new List<string>();
            for (var n = 0; n < 3 * Count; n++)
            {
                var message = (await client.ReceiveAsync()).Json;
                Assert.Equal(user, message.GetProperty("from").GetString());
                seen.Add(message.GetProperty("text").GetString()!);
            }

            await client.ExpectNothingAsync();
            var first = i / 3 * 3;
            for (var sender = first; sender < first + 3; sender++)
                Assert.Equal(Enumerable.Range(0, Count).Select(n => $"{sender}:{n}"), seen.Where(text => text.StartsWith($"{sender}:", StringComparison.Ordinal)));
        }

        foreach (var (_, client) in devices) await client.DisposeAsync();
    }
}

public sealed class RecipientsInProcess(InProcessHost host) : RecipientsTests(host);

public sealed class RecipientsInBinary(BinaryHost host) : RecipientsTests(host);
