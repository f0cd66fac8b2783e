using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests.Nodes;

/// <summary>What several processes would share: who is where, and a line to each process, on which messages arrive in order.</summary>
internal sealed class SharedUsers(Turns turns)
{
    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, HashSet<SharedDirectory>> _whereabouts = [];
    private readonly Dictionary<SharedDirectory, Queue<Action>> _lines = [];
    private readonly List<SharedDirectory> _nodes = [];

    /// <summary>Messages between processes so far.</summary>
    public int Messages { get; private set; }

    public void Add(SharedDirectory node)
    {
        _nodes.Add(node);
        _lines[node] = [];
    }

    /// <summary>The one process that tells a user's hooks, wherever he is.</summary>
    public SharedDirectory Home(string userId) => _nodes[userId[0] % _nodes.Count];

    /// <summary>Asks a process; the answer comes in its time.</summary>
    public Task<T> CallAsync<T>(SharedDirectory node, Func<SharedDirectory, Task<T>> question)
    {
        Messages++;
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines[node].Enqueue(async () => answer.SetResult(await question(node)));
        turns.Post(_ => _lines[node].Dequeue()(), null);
        return answer.Task;
    }

    /// <summary>The processes that have connections of a user.</summary>
    public IEnumerable<SharedDirectory> Whereabouts(string userId) => _whereabouts.GetValueOrDefault(userId) ?? [];

    /// <summary>A process has a user's first connection there; whether he had none anywhere.</summary>
    public bool Came(string userId, SharedDirectory node)
    {
        var nodes = _whereabouts.TryGetValue(userId, out var known) ? known : _whereabouts[userId] = [];
        nodes.Add(node);
        return nodes.Count == 1;
    }

    /// <summary>The last one there has gone; whether he has none anywhere now.</summary>
    public bool Went(string userId, SharedDirectory node)
    {
        _whereabouts[userId].Remove(node);
        return _whereabouts[userId].Count == 0;
    }

    public bool TryReserve(string userId, int max)
    {
        var places = _places.GetValueOrDefault(userId);
        if (places >= max) return false;

        _places[userId] = places + 1;
        return true;
    }

    public void Release(string userId) => _places[userId]--;
}
