using System.Text.Json;

namespace QueueRun.Ports.Tests;

public abstract class TypingTests(PortsHost host) : PortTests(host)
{
    [Fact]
    public async Task The_others_see_it_until_it_is_cancelled_or_the_connection_is_lost()
    {
        var (annName, bobName, room) = (Fresh("ann"), Fresh("bob"), Fresh("room"));
        var (ann, bob, elsewhere) = (await ConnectAsync(annName), await ConnectAsync(bobName), await ConnectAsync(Fresh("cid")));
        await ann.CallAsync(new { action = "enter-room", room });
        var members = await bob.CallAsync(new { action = "enter-room", room });
        Assert.Equal([annName, bobName], members.EnumerateArray().Select(member => member.GetString()));
        await elsewhere.CallAsync(new { action = "enter-room", room = Fresh("room") });

        var typing = await bob.PostAsync(new { action = "type", room });
        var tab = Begins(await ann.EventAsync("typing"), bobName);
        // Bob's other calls do not wait for its end.
        await bob.CallAsync(new { action = "enter-room", room });
        await bob.SendAsync(new Dictionary<string, object> { ["#"] = typing, ["cancel"] = true });
        Assert.Equal("cancelled", PortClient.Error(await bob.AnswerAsync(typing)));
        Assert.Equal(tab, Ends(await ann.EventAsync("typing"), bobName));

        // In two tabs: each begins and ends by itself, and a lost one ends too.
        var second = await ConnectAsync(bobName);
        await bob.PostAsync(new { action = "type", room });
        Assert.Equal(tab, Begins(await ann.EventAsync("typing"), bobName));
        await second.PostAsync(new { action = "type", room });
        var secondTab = Begins(await ann.EventAsync("typing"), bobName);
        Assert.NotEqual(tab, secondTab);
        second.Abort();
        Assert.Equal(secondTab, Ends(await ann.EventAsync("typing"), bobName));
        bob.Abort();
        Assert.Equal(tab, Ends(await ann.EventAsync("typing"), bobName));

        Assert.Empty(await ann.EventsAsync("typing"));
        Assert.Empty(await elsewhere.EventsAsync("typing"));
    }

    [Fact]
    public async Task Only_members_type()
    {
        var room = Fresh("room");
        var ann = await ConnectAsync(Fresh("ann"));
        Assert.Equal("You are not in this room.", await ann.FailAsync(new { action = "type", room }));
        await ann.CallAsync(new { action = "enter-room", room });
        await ann.CallAsync(new { action = "leave-room", room });
        Assert.Equal("You are not in this room.", await ann.FailAsync(new { action = "type", room }));
        foreach (var wrong in new[] { new string('r', 51), "\u0001" })
        {
            Assert.Equal("The name of a room has at most 50 characters, none of them a control character.",
                await ann.FailAsync(new { action = "enter-room", room = wrong }));
        }
        Assert.Equal("not authenticated", await (await ConnectAsync()).FailAsync(new { action = "enter-room", room }));
    }

    internal static string? Begins(JsonElement typing, string user) => Of(typing, user, true);

    internal static string? Ends(JsonElement typing, string user) => Of(typing, user, false);

    private static string? Of(JsonElement typing, string user, bool isTyping)
    {
        Assert.Equal((user, isTyping), (typing.GetProperty("user").GetString(), typing.GetProperty("typing").GetBoolean()));
        return typing.GetProperty("tab").GetString();
    }
}

public sealed class TypingBuiltTests(BuiltPorts host) : TypingTests(host);

public sealed class TypingNativeTests(NativePorts host) : TypingTests(host);
