using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(QueueRun.Behaviour.WaitingFirst))]
// Most tests wait: for a build, a process, an answer. Far more of them than there are cores run at a time.
[assembly: Parallelization(MaxThreads = 8)]

namespace QueueRun.Behaviour;

/// <summary>
/// The classes that wait longest, for builds, come first; then those in this process, while the programs of the others are published; then the
/// others.
/// </summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    /// <summary>Fewer than run at a time: something else goes on beside them from the start.</summary>
    private static readonly string[] s_builders =
        [nameof(CrashTests), nameof(Net11Tests), nameof(SolutionTests), nameof(TemplateTests), nameof(PageOneTests), nameof(EverythingTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
        => [.. testCollections.OrderBy(collection => PlaceOf(collection.TestCollectionDisplayName)).ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];

    /// <summary>Of a class, by the name of its collection: "Test collection for QueueRun.Behaviour.CrashTests (id: …)".</summary>
    private static int PlaceOf(string collection)
    {
        var builder = Array.FindIndex(s_builders, name => collection.Contains($".{name} ", StringComparison.Ordinal));
        return builder >= 0 ? builder
            : collection.Contains("InBinary ", StringComparison.Ordinal) ? s_builders.Length + 1
            : collection.Contains("OnNet11 ", StringComparison.Ordinal) ? s_builders.Length + 2
            : s_builders.Length;
    }
}
