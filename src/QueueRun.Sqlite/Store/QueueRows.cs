using System.Runtime.InteropServices;
using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The queues and their numbers of jobs: read and written once per transaction, however many jobs it changes.</summary>
internal sealed class QueueRows(Connection connection)
{
    private readonly Statement _find = connection.Prepare("SELECT number FROM queues WHERE name = ?");
    private readonly Statement _add = connection.Prepare("INSERT INTO queues (name) VALUES (?) RETURNING number");
    private readonly Statement _name = connection.Prepare("SELECT name FROM queues WHERE number = ?");
    private readonly Statement _count = connection.Prepare("SELECT waiting, running, failed FROM queues WHERE number = ?");
    private readonly Statement _update = connection.Prepare("UPDATE queues SET waiting = ?, running = ?, failed = ? WHERE number = ?");
    private readonly Statement _all = connection.Prepare("SELECT name, waiting, running, failed FROM queues WHERE waiting + running + failed > 0");

    // A queue keeps its number and name for good; a queue that a transaction added disappears if it is rolled back.
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];

    private readonly Dictionary<long, QueueCounts> _counts = []; // the counts inside this transaction
    private readonly HashSet<long> _changed = [];

    /// <summary>The queue's number; a new queue gets one.</summary>
    public long NumberOf(string name)
    {
        if (Find(name) is { } known) return known;

        var number = _add.Bind(name).Number()!.Value;
        Remember(number, name);
        return number;
    }

    /// <summary>The queue's number; null if the file has never had a job of this queue.</summary>
    public long? Find(string name)
    {
        if (_numbers.TryGetValue(name, out var known)) return known;
        if (_find.Bind(name).Number() is not { } number) return null;

        Remember(number, name);
        return number;
    }

    /// <summary>The queue's name.</summary>
    public string NameOf(long number)
    {
        if (_names.TryGetValue(number, out var known)) return known;

        _name.Bind(number).Read();
        var name = _name.Text(0);
        _name.Reset();
        Remember(number, name);
        return name;
    }

    public QueueCounts CountsOf(long queue) => Counts(queue);

    /// <summary>Counts jobs of a queue that come, go, or change their state.</summary>
    public void Count(long queue, long waiting = 0, long running = 0, long failed = 0)
    {
        ref var counts = ref Counts(queue);
        counts = new(counts.Waiting + waiting, counts.Running + running, counts.Failed + failed);
        _changed.Add(queue);
    }

    /// <summary>The queues that this transaction has changed.</summary>
    public IEnumerable<KeyValuePair<string, QueueCounts>> Changes => _changed.Select(queue => KeyValuePair.Create(_names[queue], _counts[queue]));

    /// <summary>Every queue that has jobs.</summary>
    public Dictionary<string, QueueCounts> ReadAll()
    {
        Flush();
        var all = new Dictionary<string, QueueCounts>(StringComparer.Ordinal);
        while (_all.Read()) all.Add(_all.Text(0), new(_all.Long(1), _all.Long(2), _all.Long(3)));
        return all;
    }

    public void Flush()
    {
        foreach (var queue in _changed)
        {
            var counts = _counts[queue];
            _update.Bind(counts.Waiting).Bind(counts.Running).Bind(counts.Failed).Bind(queue).Run();
        }
    }

    public void Forget()
    {
        _counts.Clear();
        _changed.Clear();
    }

    /// <summary>A transaction was rolled back: forgets the queues that it added.</summary>
    public void ForgetNumbers()
    {
        _numbers.Clear();
        _names.Clear();
    }

    private ref QueueCounts Counts(long queue)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, queue, out var isKnown);
        if (!isKnown)
        {
            NameOf(queue); // caches the name, for listeners to changes
            _count.Bind(queue).Read();
            counts = new(_count.Long(0), _count.Long(1), _count.Long(2));
            _count.Reset();
        }

        return ref counts;
    }

    private void Remember(long number, string name)
    {
        _numbers[name] = number;
        _names[number] = name;
    }
}
