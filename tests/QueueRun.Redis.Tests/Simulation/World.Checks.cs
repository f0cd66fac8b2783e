namespace QueueRun.Redis.Tests.Simulation;

// The promises.
internal sealed partial class World
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_delivery = TimeSpan.FromSeconds(6);

    /// <summary>How long a connection must stay open for a message to reach it, with trouble on the way.</summary>
    private TimeSpan Delivery => _faults is Faults.None ? s_delivery : s_delivery + (LeaseTime * 5);

    private IEnumerable<SimulatedDevice> LivingDevices => _processes.Where(static process => !process.IsGone).SelectMany(static process => process.Devices);

    private void Check()
    {
        CheckNothingHangs();
        foreach (var user in _users)
        {
            var isOnline = LivingDevices.Any(device => device.User == user && device.State is SimulatedDevice.Phase.Joined);
            CheckRecord(user, isOnline);
            if (HasHooks) CheckCalls(user, isOnline);
        }

        foreach (var left in Redis.Leftovers()) Fail($"left in Redis: {left}");
        if (Redis.Processes.Count() != _processes.Count(static process => !process.IsGone)) Fail($"Redis has {Redis.Processes.Count()} processes");
    }

    private void CheckNothingHangs()
    {
        foreach (var process in _processes.Where(static process => !process.Thread.IsDead))
        {
            if (process.Life.IsFaulted) Fail($"{process.Name}: {process.Life.Exception}");
            if (!process.Life.IsCompleted) Fail($"{process.Name} does not {(process.IsStopping ? "stop" : "start")}");
            foreach (var device in process.Devices)
            {
                if (device.Life.IsFaulted) Fail($"{device}: {device.Life.Exception}");
                if (device.State is not (SimulatedDevice.Phase.Joined or SimulatedDevice.Phase.Over) || (device.Leaves.Task.IsCompleted && !device.Life.IsCompleted)) Fail($"{device} hangs");
                if (device.Joined != TimeSpan.MaxValue && !device.IsReady) Fail($"{device} is never ready");
            }
        }

        foreach (var entry in Journal.Where(static entry => entry.End == TimeSpan.MaxValue)) Fail($"never ends: {entry}");
        foreach (var message in Sent.Where(message => message.Result is null && message.Sender.Died > Now)) Fail($"never ends: {message}");
    }

    private void CheckRecord(string user, bool isOnline)
    {
        if (!Redis.Users.TryGetValue(user, out var record))
        {
            if (isOnline) Fail($"{user} is there and has no record");
            return;
        }

        if (!isOnline) Fail($"{user} is gone and has the record {record}");
        var places = LivingDevices.Where(device => device.User == user && device.State is SimulatedDevice.Phase.Joined).GroupBy(static device => device.Process)
            .Select(static group => group.Count()).Order();
        if (!record.IsOnline || !places.SequenceEqual(record.At.Values.Select(static counts => counts.Devices).Order())) Fail($"{user} has the record {record}");
        if (record.At.Values.Any(static counts => counts.Places != counts.Devices)) Fail($"{user} has places without devices: {record}");
        if (!record.ToRecord().IsTold) Fail($"{user} was told, and the record is {record}");
    }

    private void CheckCalls(string user, bool isOnline)
    {
        foreach (var (rule, before, call) in HookRules.Check(Journal.FindAll(call => call.User == user), isOnline))
        {
            switch (rule)
            {
                case HookRule.NoOverlap when !WasStill(before!.Process, call!.Start):
                    Fail($"overlap: {before}\n  and {call}");
                    break;
                case HookRule.NumbersRise:
                    Fail($"numbers do not rise: {before}\n  then {call}");
                    break;
                case HookRule.Alternate when !MayForget(before!.Start, call!.Start) && !WasLostTwice(before!.Start, call!.Start):
                    Fail($"repeated: {before}\n  then {call}");
                    break;
                case HookRule.LastIsTrue when call is null || (!MayForget(call.Start, Now) && !WasLostTwice(call.Start, Now)):
                    Fail($"{user} is {(isOnline ? "online" : "offline")}, and the last call was {(call is null ? "none" : $"{call}")}");
                    break;
            }
        }
    }

    /// <summary>Whether a process stands still, or has just gone on: it does not know that its lease is over.</summary>
    private static bool WasStill(SimulatedProcess process, TimeSpan time) => process.Still.Exists(still => still.From <= time && time <= still.To + s_moment);

    /// <summary>
    /// Users of a process that died, stood still or was cut off in the same outage in which Redis lost its data may be forgotten.
    /// </summary>
    private bool MayForget(TimeSpan from, TimeSpan to) => _losses.Exists(loss => loss >= from && loss <= to && _processes.Exists(process =>
        Near(process.Died, loss) || process.Still.Concat(process.CutOff).Any(away => Near(away.From, loss) || Near(away.To, loss))));

    /// <summary>
    /// Whether Redis lost its data twice since a call. The process that called first has written the fact after the first loss; the second
    /// may take it, if the new home has called nothing yet. The guide says so.
    /// </summary>
    private bool WasLostTwice(TimeSpan from, TimeSpan to) => _losses.Count(loss => loss >= from && loss <= to) > 1;

    private static bool Near(TimeSpan one, TimeSpan other) => one != TimeSpan.MaxValue && (one - other).Duration() < LeaseTime * 3;

    private void CheckMessages()
    {
        var sent = Sent.ToDictionary(static message => message.Text);
        foreach (var device in _processes.SelectMany(static process => process.Devices))
        {
            foreach (var group in device.Texts.GroupBy(text => sent[text].Sender))
            {
                var numbers = group.Select(text => sent[text].Number).ToArray();
                for (var i = 1; i < numbers.Length; i++)
                {
                    if (numbers[i] == numbers[i - 1]) Fail($"{device} received {group.Key.Index}:{numbers[i]} twice");
                    else if (numbers[i] < numbers[i - 1]) Fail($"{device} received {group.Key.Index}:{numbers[i]} after {numbers[i - 1]}");
                }
            }

            foreach (var message in Sent)
            {
                if (message.Result is not { IsComplete: true } result || !message.Users.Contains(device.User) || device.Joined >= message.Sent) continue;
                if (device.Left < message.Ended + Delivery || device.Texts.Contains(message.Text) || HadTrouble(device.Process, message)) continue;

                Fail($"{device} did not receive {message}{(result.Offline.Contains(device.User) ? ", and was offline" : "")}");
            }
        }
    }

    /// <summary>Whether a message may be lost: the process died or was taken for dead, or Redis lost its data.</summary>
    private bool HadTrouble(SimulatedProcess process, SentMessage message)
    {
        var (from, to) = (message.Sent - LeaseTime, message.Ended + s_delivery);
        return process.Died <= to || _losses.Exists(IsNear) || process.Lost.Exists(lost => lost >= message.Sent && lost <= message.Ended + Delivery)
            || process.Fenced.Exists(fenced => fenced.To >= from && fenced.From <= message.Ended + Delivery) || process.Still.Exists(still => still.From <= to && still.To >= from);

        bool IsNear(TimeSpan time) => time >= message.Sent && time <= to;
    }
}
