using System.Collections;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>A problem of a marked method: the rule, the place, and the arguments of its message.</summary>
/// <param name="id">One of <see cref="Ids"/>.</param>
/// <param name="location">The place to underline.</param>
/// <param name="arguments">The arguments of the rule's message format.</param>
internal sealed class Problem(string id, Location location, params string[] arguments)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public string[] Arguments { get; } = arguments;

    public bool Repeats(Problem other) => Id == other.Id && Location.Equals(other.Location) && Arguments.SequenceEqual(other.Arguments);
}

/// <summary>Collects problems, each once: a method with two attributes is read twice.</summary>
internal sealed class Problems : IEnumerable<Problem>
{
    private readonly List<Problem> _problems = [];

    /// <summary>How many problems were found, repetitions included: a reader compares the number before and after.</summary>
    public int Found { get; private set; }

    public void Add(string id, Location? location, params string[] arguments)
    {
        Found++;
        Problem problem = new(id, location ?? Location.None, arguments);
        if (!_problems.Exists(problem.Repeats)) _problems.Add(problem);
    }

    /// <summary>Records that the compiler already reports an error there: no other is reported.</summary>
    public void AddReported() => Found++;

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
