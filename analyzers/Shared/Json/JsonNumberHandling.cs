namespace QueueRun.Analysis.Json;

/// <summary>How numbers are written in JSON: the flags of System.Text.Json's own enum.</summary>
[Flags]
internal enum JsonNumberHandling
{
    Strict = 0,
    ReadFromStrings = 1,
    WrittenAsStrings = 2,

    /// <summary>NaN and infinity are written as strings.</summary>
    NamedFloats = 4,
}
