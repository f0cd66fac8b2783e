using System.Collections;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Something wrong with a marked method: which rule, where, and what its message names.</summary>
/// <param name="id">One of <see cref="Ids"/>.</param>
/// <param name="location">What to underline.</param>
/// <param name="arguments">What the rule's message format is filled with.</param>
internal sealed class Problem(string id, Location location, params string[] arguments)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public string[] Arguments { get; } = arguments;

    public bool Repeats(Problem other) => Id == other.Id && Location.Equals(other.Location) && Arguments.SequenceEqual(other.Arguments);
}

/// <summary>Collects what is wrong, each thing once: a method with two attributes is read twice.</summary>
internal sealed class Problems : IEnumerable<Problem>
{
    private readonly List<Problem> _problems = [];

    /// <summary>How often something was found wrong, repetitions included: a reader compares it before and after.</summary>
    public int Found { get; private set; }

    public void Add(string id, Location? location, params string[] arguments)
    {
        Found++;
        Problem problem = new(id, location ?? Location.None, arguments);
        if (!_problems.Exists(problem.Repeats)) _problems.Add(problem);
    }

    /// <summary>Notes that the compiler has an error there already: nothing more is said.</summary>
    public void AddReported() => Found++;

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
