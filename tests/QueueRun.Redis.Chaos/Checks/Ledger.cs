using QueueRun.Redis.Chaos.Node;
using QueueRun.Redis.Chaos.People;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>Compares what devices received with what was sent: nothing twice, all in order, and a reason for each message that is missing.</summary>
internal sealed class Ledger(Past past, IReadOnlyList<Person> people, TimeSpan end, Findings findings)
{
    private readonly ILookup<string, HookCall> _offline = past.Journals.Calls.Where(static call => call.Hook is Hooks.OfflineName).ToLookup(static call => call.User);
    private readonly SentMessage[] _messages = [.. past.Journals.Messages.Values.OrderBy(static message => message.Begin)];

    /// <summary>How long a connection must stay open for a message to reach it, with trouble on the way.</summary>
    private TimeSpan Patience => (past.LeaseTime * 3) + TimeSpan.FromSeconds(3);

    public void Check()
    {
        foreach (var message in _messages)
        {
            if (message.Error is not null) findings.Wrong("a send throws", $"{message}");
        }

        foreach (var person in people)
        {
            foreach (var device in person.Devices)
            {
                CheckOrder(device);
                CheckMissing(device);
                CheckTooMuch(person, device);
            }
        }
    }

    private void CheckOrder(Device device)
    {
        findings.Count("messages received", device.Deliveries.Count);
        foreach (var group in device.Deliveries.GroupBy(static delivery => delivery.Sender))
        {
            HashSet<long> seen = [];
            var highest = 0L;
            foreach (var (sender, number, at) in group)
            {
                if (!past.Journals.Messages.ContainsKey((sender, number))) findings.Wrong("received and never sent", $"{Describe(device)} received {sender} {number}");
                if (!seen.Add(number)) findings.Wrong("received twice", $"{Describe(device)} at {at.TotalSeconds:0.000}: {Message(sender, number)}");
                else if (number < highest) findings.Wrong("received out of order", $"{Describe(device)} at {at.TotalSeconds:0.000}, after {highest}: {Message(sender, number)}");
                highest = Math.Max(highest, number);
            }
        }

        string Message(string sender, long number) => past.Journals.Messages.TryGetValue((sender, number), out var message) ? $"{message}" : $"{sender} {number}";
    }

    private void CheckMissing(Device device)
    {
        var received = device.Deliveries.Select(static delivery => (delivery.Sender, delivery.Number)).ToHashSet();
        var last = device.Deliveries.GroupBy(static delivery => delivery.Sender).ToDictionary(static group => group.Key, static group => group.Max(static delivery => delivery.Number));
        var left = device.IsOpen ? end : device.Left;
        for (var i = IndexFrom(device.Joined); i < _messages.Length && _messages[i].Begin < left; i++)
        {
            var message = _messages[i];
            if (!IsFor(message, device)) continue;

            if (received.Contains((message.Sender, message.Number)))
            {
                findings.Count("deliveries that had to be, and were", 1);
                continue;
            }

            // One of the same sender that came later, and was sent later: this one does not come any more.
            var isOvertaken = message.End < left && last.GetValueOrDefault(message.Sender) > message.Number;
            if (isOvertaken || left > Later(message.End) || (message.End == TimeSpan.MaxValue && left > message.Begin + (Patience * 2))) Account(message, device);
        }
    }

    private void Account(SentMessage message, Device device)
    {
        var (from, to) = (message.Begin, message.End == TimeSpan.MaxValue ? message.Begin + Patience : message.End);
        if (message.Error is not null) return;

        if (message.End == TimeSpan.MaxValue)
        {
            if (past.HasDied(message.Sender)) findings.Excused("missing: its sender was killed before the send had a result");
            else findings.Wrong("a send never ends", $"{message}");
        }
        else if (device.Process == message.Sender && (message.Room is null || message.IsComplete))
        {
            findings.Wrong("missing at the sender's own process", $"{Describe(device)}: {message}");
        }
        else if (!message.IsComplete)
        {
            findings.Excused("missing: the result says Unknown, or not complete"); // of a room: a join at another process may not be known yet
        }
        else if (past.WasBuried(device.Process, from, to))
        {
            findings.Excused("missing: its process was taken for dead, and what was on its way to it was lost");
        }
        else if (past.WasLost(from, to + past.LeaseTime))
        {
            findings.Excused("missing: Redis lost its data while it was under way");
        }
        else if (past.CountAsLost(device.Process, message))
        {
            findings.Excused("missing: counted in lost_messages");
        }
        else if (message.Offline.Contains(device.User))
        {
            findings.Wrong("called offline, and is connected", $"{Describe(device)}: {message}");
        }
        else
        {
            findings.Wrong("missing without a reason", $"{Describe(device)}: {message}");
        }
    }

    /// <summary>What came of a room that the user had surely left.</summary>
    private void CheckTooMuch(Person person, Device device)
    {
        if (person.FinalRooms is not { } rooms) return;

        foreach (var (sender, number, at) in device.Deliveries)
        {
            if (past.Journals.Messages.GetValueOrDefault((sender, number)) is { Room: { } room } message && message.Begin > person.Settled && !rooms[room])
                findings.Wrong("received from a room that the user had left", $"{Describe(device)} at {at.TotalSeconds:0.000}: {message}");
        }
    }

    private bool IsFor(SentMessage message, Device device)
    {
        if (message.Users is { } users) return users.Contains(device.User);
        return message.Room is not { } room || device.Stays.Exists(stay => stay.Room == room && stay.From < message.Begin && EndOf(device, stay) > Later(message.End));
    }

    /// <summary>A user who was taken for offline has left all rooms. That was some time before the hook was called.</summary>
    private TimeSpan EndOf(Device device, Stay stay)
        => _offline[device.User].FirstOrDefault(call => call.Start > stay.From) is { } call && call.Start - (past.LeaseTime * 2) is var end && end < stay.To ? end : stay.To;

    private TimeSpan Later(TimeSpan time) => time == TimeSpan.MaxValue ? time : time + Patience;

    private int IndexFrom(TimeSpan time)
    {
        var (low, high) = (0, _messages.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_messages[middle].Begin <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static string Describe(Device device)
        => $"device of {device.User} at {device.Process}, {device.Joined.TotalSeconds:0.000} to {(device.IsOpen ? "…" : $"{device.Left.TotalSeconds:0.000}")}";
}
