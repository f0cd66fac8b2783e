using QueueRun.Tests;
using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

/// <summary>Three processes behind a proxy, in a browser.</summary>
public sealed class ClusterTests(Chromium chromium)
{
    [Fact]
    public async Task A_person_whose_process_is_killed_comes_back_at_another_one_and_is_here_once()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "Needs redis-server, which this command brings: apt-get install -y redis-server");
        Browser.SkipUnlessInstalled();
        await using var cluster = await ChatCluster.StartAsync();

        // Two people at two processes, one with a cookie, the other with a token.
        var ada = await SignedInAsync("Ada", stay: true);
        await ada.EnterAsync("Lobby");
        var grace = await SignedInAsync("Grace");
        await grace.EnterAsync("Lobby");
        var first = await cluster.SocketsAsync(2);
        Assert.NotEqual(first[0], first[1]);
        foreach (var page in new[] { ada, grace })
        {
            await Expect(page.Person("Ada")).ToHaveClassAsync("online");
            await Expect(page.Person("Grace")).ToHaveClassAsync("online");
            await Expect(page.Page.Locator("#subtitle")).ToHaveTextAsync("2 here");
            await Expect(page.Devices).ToHaveTextAsync("1 device");
        }

        await ada.SayAsync("Hello, Grace");
        await Expect(grace.Messages).ToHaveTextAsync(["Hello, Grace"]);
        await grace.SayAsync("Hello, Ada");
        await Expect(ada.Messages).ToHaveTextAsync(["Hello, Grace", "Hello, Ada"]);

        // Bob is at Grace's process, with a program that does not come back.
        using var bob = await ChatSocket.SignedInAsync(first[1], "Bob");
        await bob.DoAsync(new { action = "open" });
        await bob.DoAsync(new { action = "enter", room = "Lobby" });
        await Expect(ada.Person("Bob")).ToHaveClassAsync("online");

        // The proxy may send her to that process once more, before it has noticed.
        cluster.Kill(first[1]);
        await cluster.SocketsAsync(3);
        await Expect(grace.Page.Locator("#chat")).ToHaveAttributeAsync("data-live", "true");
        Assert.NotEqual(first[1], (await cluster.SocketsAsync(3))[^1]);
        await Expect(grace.Title).ToHaveTextAsync("Lobby");
        await grace.SayAsync("Back again");
        await Expect(ada.Messages).ToHaveTextAsync(["Hello, Grace", "Hello, Ada", "Back again"]);
        await ada.SayAsync("Welcome back");
        await Expect(grace.Messages).ToHaveTextAsync(["Hello, Grace", "Hello, Ada", "Back again", "Welcome back"]);

        // The devices of the process that was killed are gone when its lease is over, and a hook elsewhere has told so.
        await Expect(ada.Person("Bob")).ToContainTextAsync("away");
        await Expect(ada.Page.Locator("#subtitle")).ToHaveTextAsync("2 here, 1 away");
        foreach (var page in new[] { ada, grace })
        {
            await Expect(page.Person("Grace")).ToHaveClassAsync("online");
            await Expect(page.Devices).ToHaveTextAsync("1 device");
        }
        await Expect(grace.Person("Bob")).ToContainTextAsync("away");
        await Expect(ada.Person("Grace")).Not.ToContainTextAsync("devices");
        await grace.CloseAsync();
        await Expect(ada.Person("Grace")).ToContainTextAsync("away");

        Assert.Empty(ada.Errors);
        await ada.CloseAsync();
        Assert.Empty(await cluster.EndAsync());

        async Task<ChatPage> SignedInAsync(string name, bool stay = false)
        {
            var page = await ChatPage.OpenAsync(await chromium.NewDeviceAsync(), cluster.Address.ToString());
            await page.SignInAsync(name, stay);
            await page.IsInAsync();
            return page;
        }
    }
}
