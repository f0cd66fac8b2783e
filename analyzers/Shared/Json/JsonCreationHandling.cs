namespace QueueRun.Analysis.Json;

/// <summary>How an object or a collection that a member already holds is treated: the values of System.Text.Json's own enum.</summary>
internal enum JsonCreationHandling
{
    Replace = 0,
    Populate = 1,
}
