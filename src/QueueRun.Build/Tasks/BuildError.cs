namespace QueueRun.Build;

/// <summary>The ids of the task's errors.</summary>
internal static class BuildError
{
    /// <summary>A change breaks clients of a locked contract.</summary>
    public const string BreakingChange = "QR0140";

    /// <summary>A file cannot be written.</summary>
    public const string NotWritable = "QR0141";

    /// <summary>A file's name does not say what is to be written.</summary>
    public const string WrongExtension = "QR0142";

    /// <summary>A client is for an endpoint that does not exist.</summary>
    public const string UnknownEndpoint = "QR0143";

    /// <summary>There is no contract, or those of several assemblies do not fit together.</summary>
    public const string NoContract = "QR0144";

    /// <summary>A locked contract cannot be read.</summary>
    public const string UnreadableContract = "QR0145";
}
