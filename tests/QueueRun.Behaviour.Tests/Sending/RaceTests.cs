using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// Sends race with connections that come and go. What was sent to a user who had a connection is delivered whole and in
/// order, and <c>SendResult</c> says the truth about it.
/// </summary>
public abstract class RaceTests(ServerHost host) : BehaviourTests(host)
{
    private const int Senders = 4;
    private const int Rounds = 150;

    /// <summary>Users by how they leave. Who leaves in order hears everything that was taken for him before the server's close.</summary>
    private readonly string[] _orderly = [Fresh("orderly"), Fresh("orderly")];
    private readonly string[] _rude = [Fresh("rude"), Fresh("rude")];
    private readonly string _steady = Fresh("steady");
    private readonly string _absent = Fresh("absent");

    /// <summary>What each connection heard, in order.</summary>
    private readonly ConcurrentQueue<(string User, List<(int Sender, int Number)> Heard)> _connections = new();
    private readonly Random _random = new(42);
    private volatile bool _allSent;

    [Fact]
    public async Task Every_message_is_delivered_in_order_or_the_sender_is_told()
    {
        var coming = _orderly.Concat(_rude).SelectMany(user => new[] { user, user }).Select(user => Task.Run(() => ComeAndGoAsync(user)));
        var comingAndGoing = Task.WhenAll(coming.ToList());
        await using var steady = await Server.ConnectRawAsync($"user={_steady}");
        await Server.ExpectOnlineAsync(_steady, true);
        var staying = Task.Run(() => HearAsync(steady, _steady, Senders * Rounds), TestContext.Current.CancellationToken);

        var sent = await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))));
        await staying;
        _allSent = true;
        await Patience.EventuallyAsync(CloseAllAsync, _ => comingAndGoing.IsCompleted);
        await comingAndGoing;

        var sends = sent.SelectMany(each => each).ToList();
        Assert.All(sends, AddsUp);
        foreach (var (user, heard) in _connections) AssertWithoutGaps(user, heard, sends);
        foreach (var user in (string[])[.. _orderly, .. _rude, _steady, _absent]) AssertTrue(user, sends);
    }

    private sealed record Sent(int Sender, int Number, string[] To, int Recipients, string[] Offline);

    private async Task<List<Sent>> SendAsync(int sender)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("sender"));
        var sends = new List<Sent>();
        for (var number = 0; number < Rounds; number++)
        {
            string[] to;
            lock (_random) to = [.. _orderly.Concat(_rude).Where(_ => _random.Next(4) > 0), _steady, _absent];
            await client.SendJsonAsync(new { test = "send-to", to, text = $"{sender}:{number}" });
            var answer = (await client.ReceiveAsync()).Json;
            sends.Add(new(sender, number, to, answer.GetProperty("recipients").GetInt32(),
                [.. answer.GetProperty("offline").EnumerateArray().Select(user => user.GetString()!)]));
        }

        return sends;
    }

    private async Task ComeAndGoAsync(string user)
    {
        while (!_allSent)
        {
            int messages;
            lock (_random) messages = _random.Next(12);
            await using var raw = await Server.ConnectRawAsync($"user={user}");
            await HearAsync(raw, user, messages);
        }
    }

    /// <summary>Nothing more is sent: whoever still waits for a message is told to go, as anybody is now and then.</summary>
    private async Task<bool> CloseAllAsync()
    {
        foreach (var user in _orderly.Concat(_rude)) await Server.PostAsync($"/close?to={user}&status=4000");
        return true;
    }

    /// <summary>Hears so many messages and leaves, in order or not; unless the server closes first.</summary>
    private async Task HearAsync(RawWebSocket raw, string user, int messages)
    {
        var heard = new List<(int, int)>();
        var left = false;
        while (true)
        {
            if (heard.Count == messages && !left)
            {
                if (_rude.Contains(user)) break;
                await raw.SendCloseAsync(1000);
                left = true;
            }

            // Whoever leaves in order hears the server agree, and everything before.
            var frame = await raw.ReceiveAsync();
            Assert.NotNull(frame);
            if (frame.Opcode is Opcode.Close)
            {
                if (!left) await raw.SendCloseAsync(1000);
                break;
            }

            var parts = JsonElement.Parse(frame.Payload).GetProperty("text").GetString()!.Split(':');
            heard.Add((int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture)));
        }

        if (!left && _rude.Contains(user)) raw.Vanish();
        _connections.Enqueue((user, heard));
    }

    private void AddsUp(Sent sent)
    {
        Assert.Equal(sent.To.Length, sent.Recipients + sent.Offline.Length);
        Assert.Contains(_absent, sent.Offline);
        Assert.DoesNotContain(_steady, sent.Offline);
        Assert.Empty(sent.Offline.Except(sent.To));
    }

    /// <summary>From the first to the last message that a connection heard of a sender, it heard every one that was for its user.</summary>
    private static void AssertWithoutGaps(string user, List<(int Sender, int Number)> heard, List<Sent> sends)
    {
        foreach (var group in heard.GroupBy(message => message.Sender))
        {
            var numbers = group.Select(message => message.Number).ToList();
            var meant = sends.Where(sent => sent.Sender == group.Key && sent.To.Contains(user)).Select(sent => sent.Number)
                .Where(number => number >= numbers[0] && number <= numbers[^1]);
            Assert.Equal(meant, numbers);
        }
    }

    /// <summary>Whoever heard a message was reached; and of those who listen to the end, whoever was reached heard it.</summary>
    private void AssertTrue(string user, List<Sent> sends)
    {
        var heard = _connections.Where(connection => connection.User == user).SelectMany(connection => connection.Heard).ToHashSet();
        var reached = sends.Where(sent => sent.To.Contains(user) && !sent.Offline.Contains(user)).Select(sent => (sent.Sender, sent.Number)).ToHashSet();
        Assert.Empty(heard.Except(reached));
        if (!_rude.Contains(user)) Assert.Empty(reached.Except(heard));
    }
}

public sealed class RaceInProcess(InProcessHost host) : RaceTests(host);

public sealed class RaceInBinary(BinaryHost host) : RaceTests(host);
