using QueueRun.Redis.Chaos.People;
using QueueRun.Redis.Chaos.Trouble;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>What happened in a run, as far as it excuses something.</summary>
internal sealed class Past(IReadOnlyList<NodeLife> lives, IReadOnlyList<Disturbance> disturbances, Journals journals, IEnumerable<Device> devices, TimeSpan leaseTime)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<Count, HashSet<SentMessage>> _lost = [];
    private readonly Dictionary<string, List<(TimeSpan From, TimeSpan To)>> _burials = [];

    // By process: when messages of others were sent that it received, and when it received them.
    private readonly ILookup<string, (TimeSpan Sent, TimeSpan At)> _receipts = devices
        .SelectMany(static device => device.Deliveries.Where(delivery => delivery.Sender != device.Process).Select(delivery => (device.Process, delivery)))
        .Where(of => journals.Messages.ContainsKey((of.delivery.Sender, of.delivery.Number)))
        .ToLookup(static of => of.Process, of => (journals.Messages[(of.delivery.Sender, of.delivery.Number)].Begin, of.delivery.At));

    public Journals Journals => journals;

    public TimeSpan LeaseTime => leaseTime;

    /// <summary>Whether a process stands still, or has just gone on: it does not know that its lease is over.</summary>
    public bool StoodStill(string process, TimeSpan time)
        => disturbances.Any(one => one.Kind is TroubleKind.StandStill && one.Process == process && one.Start <= time && time <= Later(one.End, s_moment));

    /// <summary>
    /// Why what was told of a user may have been forgotten since a call: Redis lost its data twice, or it lost them while the process that had
    /// called died or could not be reached. Null if there is no reason.
    /// </summary>
    public string? ReasonToForget(string? caller, TimeSpan from, TimeSpan to)
    {
        var losses = disturbances.Where(one => one.Kind is TroubleKind.Loss && Later(one.End, s_moment) >= from && one.Start <= to).ToArray();
        if (losses.Length > 1) return "Redis lost its data twice";

        return losses.Any(loss => lives.Any(life => life.Id == caller && IsNear(life.End, loss))
            || disturbances.Any(one => one.Process == caller && one.Kind is TroubleKind.StandStill or TroubleKind.CutOff && (IsNear(one.Start, loss) || IsNear(one.End, loss))))
            ? "Redis lost its data in the outage of the process that had called"
            : null;
    }

    /// <summary>Whether a process was killed.</summary>
    public bool HasDied(string process) => lives.Any(life => life.Id == process && life.End != TimeSpan.MaxValue);

    /// <summary>Redis lost its data while a message may have been on its way.</summary>
    public bool WasLost(TimeSpan from, TimeSpan to) => disturbances.Any(one => one.Kind is TroubleKind.Loss && one.Start >= from && one.Start <= to);

    /// <summary>
    /// The process was taken for dead while a message was sent: it registered again, and nothing from other processes was sent to it, and
    /// received by it, between the last message before that and the first one after it.
    /// </summary>
    public bool WasBuried(string process, TimeSpan from, TimeSpan to) => BurialsOf(process).Any(burial => burial.From <= to && from <= burial.To);

    /// <summary>
    /// Whether the next lost messages that the process has counted since a send may be this one: no more of them than it has counted, whatever
    /// the number of devices that miss them.
    /// </summary>
    public bool CountAsLost(string process, SentMessage message)
    {
        var counted = journals.Counts.FirstOrDefault(count => count.Process == process && count.Counter is "lost_messages" && count.At >= message.Begin);
        if (counted is null) return false;

        if (!_lost.TryGetValue(counted, out var lost)) _lost.Add(counted, lost = []);
        return lost.Contains(message) || (lost.Count < counted.By && lost.Add(message));
    }

    private List<(TimeSpan From, TimeSpan To)> BurialsOf(string process)
    {
        if (_burials.TryGetValue(process, out var burials)) return burials;

        _burials.Add(process, burials = []);
        foreach (var repair in journals.Counts.Where(count => count.Process == process && count.Counter is "repairs"))
        {
            var (last, next) = (TimeSpan.Zero, TimeSpan.MaxValue);
            foreach (var (sent, at) in _receipts[process])
            {
                if (at <= repair.At && sent > last) last = sent;
                if (at > repair.At && sent < next) next = sent;
            }

            burials.Add((last < repair.At - leaseTime ? last : repair.At - leaseTime, Later(next, s_moment * 2)));
        }

        return burials;
    }

    private bool IsNear(TimeSpan time, Disturbance loss) => time != TimeSpan.MaxValue && time > loss.Start - (leaseTime * 3) && time < Later(loss.End, leaseTime * 3);

    private static TimeSpan Later(TimeSpan time, TimeSpan by) => time == TimeSpan.MaxValue ? time : time + by;
}
