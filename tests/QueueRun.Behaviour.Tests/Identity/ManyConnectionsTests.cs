using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The number of a user's connections is counted without a race.</summary>
public abstract class ManyConnectionsTests(ServerHost host) : BehaviourTests(host)
{
    private const int Limit = 5;
    private const int Attempts = 200;

    protected override string[] Options => [$"--QueueRun:MaxConnectionsPerUser={Limit}"];

    [Fact]
    public async Task Of_many_that_connect_at_once_so_many_are_let_in_and_the_others_refused()
    {
        var user = Fresh("ann");
        for (var round = 0; round < 5; round++)
        {
            var raws = await OpenAsync();
            var answers = await Task.WhenAll(raws.Select(raw => Task.Run(() => raw.RequestAsync(RawWebSocket.Handshake(Server.Socket($"user={user}"))))));
            Assert.Equal(Limit, answers.Count(head => head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)));
            Assert.Equal(Attempts - Limit, answers.Count(head => head.StartsWith("HTTP/1.1 429 ", StringComparison.Ordinal)));

            await Server.ExpectOnlineAsync(user, true);
            await CloseAsync(raws);
            await Server.ExpectOnlineAsync(user, false);
        }
    }

    [Fact]
    public async Task Of_many_that_sign_in_at_once_so_many_stay_and_the_others_are_closed()
    {
        var user = Fresh("ann");
        for (var round = 0; round < 2; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, Attempts).Select(_ => Server.ConnectAsync()));
            var heard = await Task.WhenAll(clients.Select(client => Task.Run(async () =>
            {
                await client.SendJsonAsync(new { user });
                await client.SendJsonAsync(new { test = "user-id" });
                return await client.ReceiveOrCloseAsync() is { } message ? message.Text : client.Closed;
            })));
            Assert.Equal(Limit, heard.Count(text => text == $"id {user}"));
            Assert.Equal(Attempts - Limit, heard.Count(text => text == "1008 too many connections"));

            foreach (var client in clients) await client.DisposeAsync();
            await Server.ExpectOnlineAsync(user, false);
        }
    }

    /// <summary>While connections come and go all the time, there are never more than allowed, and places are not lost.</summary>
    [Fact]
    public async Task Places_that_become_free_are_given_again_and_never_twice()
    {
        var user = Fresh("ann");
        var (open, most, letIn) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                await using var raw = await RawWebSocket.OpenAsync(Server.Address);
                var head = await raw.RequestAsync(RawWebSocket.Handshake(Server.Socket($"user={user}")));
                if (head.StartsWith("HTTP/1.1 429 ", StringComparison.Ordinal)) continue;

                Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
                Interlocked.Increment(ref letIn);
                var now = Interlocked.Increment(ref open);
                for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
                Interlocked.Decrement(ref open);
                if ((i + number) % 2 == 0) raw.Vanish();
                else await raw.SendCloseAsync(1000);
            }
        })));

        Assert.InRange(most, 1, Limit);
        Assert.InRange(letIn, Limit, 600);
        await Server.ExpectOnlineAsync(user, false);

        var raws = await OpenAsync();
        var answers = await Task.WhenAll(raws.Select(raw => raw.RequestAsync(RawWebSocket.Handshake(Server.Socket($"user={user}")))));
        Assert.Equal(Limit, answers.Count(head => head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)));
        await CloseAsync(raws);
    }

    private Task<RawWebSocket[]> OpenAsync()
        => Task.WhenAll(Enumerable.Range(0, Attempts).Select(_ => RawWebSocket.OpenAsync(Server.Address)));

    private static async Task CloseAsync(IEnumerable<RawWebSocket> raws)
    {
        foreach (var raw in raws) await raw.DisposeAsync();
    }
}

public sealed class ManyConnectionsInProcess(InProcessHost host) : ManyConnectionsTests(host);

public sealed class ManyConnectionsInBinary(BinaryHost host) : ManyConnectionsTests(host);
