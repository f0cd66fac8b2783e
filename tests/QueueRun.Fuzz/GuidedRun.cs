using System.Diagnostics;
using Trace = SharpFuzz.Common.Trace;

namespace QueueRun.Fuzz;

/// <summary>
/// Cases guided by the branches that they reach: a case is kept, and changed again, if it reaches a new branch, or a branch more often than
/// any before. Needs a QueueRun.dll that counts its branches: guided.sh builds one.
/// </summary>
internal sealed unsafe class GuidedRun
{
    private const int MapSize = 1 << 16;
    private const int FirstCases = 500;

    // Longer ones reach nothing new, and are slow.
    private const int MaxLength = 5000;

    // All code of QueueRun writes to it, from the first line on.
    private static readonly byte[] s_map = GC.AllocateArray<byte>(MapSize, pinned: true);

    private readonly byte[] _seen = new byte[MapSize]; // a bit for each order of magnitude of a branch's count
    private readonly List<byte[]> _corpus = [];
    private readonly FuzzTarget _target;
    private readonly Random _random;

    static GuidedRun()
    {
        fixed (byte* map = s_map) Trace.SharedMem = map; // pinned permanently
    }

    public GuidedRun(string target, int seed) => (_target, _random) = (FuzzTarget.Create(target), new(seed));

    /// <summary>How many cases were kept.</summary>
    public int Kept => _corpus.Count;

    /// <summary>The number of reached branches, each distinguished by its origin.</summary>
    public int Branches => _seen.Count(one => one != 0);

    /// <summary>Runs until the time is over. Returns the number of cases.</summary>
    /// <exception cref="DifferenceException">With the command that runs the case again.</exception>
    public long Run(TimeSpan time)
    {
        using var watchdog = new Watchdog(input => Environment.FailFast(FuzzRun.Describe(_target, input, "hangs")));
        var clock = Stopwatch.StartNew();
        var cases = 0L;
        for (; clock.Elapsed < time; cases++)
        {
            var input = cases < FirstCases ? _target.Generate(_random) : Next();
            Array.Clear(s_map);
            Trace.PrevLocation = 0;
            watchdog.Starts(input);
            FuzzRun.Check(_target, input, "guided");
            watchdog.Ends();
            if (ReachedMore()) _corpus.Add(input);
            if (cases == 0 && Branches == 0) throw new InvalidOperationException("This QueueRun.dll does not count its branches: use guided.sh.");
        }

        return cases;
    }

    private byte[] Next()
    {
        // Half of the time one of the newest, which have been changed least.
        var newest = Math.Min(50, _corpus.Count);
        var input = new List<byte>(_random.Next(2) == 0 ? _corpus[^_random.Next(1, newest + 1)] : _corpus[_random.Next(_corpus.Count)]);
        if (_random.Next(5) == 0)
        {
            var other = _corpus[_random.Next(_corpus.Count)];
            var cut = _random.Next(input.Count + 1);
            input.RemoveRange(cut, input.Count - cut);
            input.AddRange(other.AsSpan(_random.Next(other.Length + 1)));
        }

        Mutation.Apply(_random, input, 0);
        if (input.Count > MaxLength) input.RemoveRange(MaxLength, input.Count - MaxLength);
        return [.. input];
    }

    private bool ReachedMore()
    {
        var more = false;
        for (var at = 0; at < MapSize; at++)
        {
            var next = s_map.AsSpan(at).IndexOfAnyExcept((byte)0);
            if (next < 0) break;
            at += next;
            var magnitude = (byte)(s_map[at] switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 });
            if ((_seen[at] & magnitude) != 0) continue;
            _seen[at] |= magnitude;
            more = true;
        }

        return more;
    }
}
