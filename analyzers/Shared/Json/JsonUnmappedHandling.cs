namespace QueueRun.Analysis.Json;

/// <summary>How properties without a member are treated: the values of System.Text.Json's own enum.</summary>
internal enum JsonUnmappedHandling
{
    Skip = 0,
    Disallow = 1,
}
