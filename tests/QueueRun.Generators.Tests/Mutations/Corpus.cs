namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Small programs that are right, each about one subject: what mutations spoil.</summary>
internal static class Corpus
{
    public static IReadOnlyDictionary<string, string> Programs { get; } = HandlerCorpus.Programs
        .Concat(MethodCorpus.Programs).Concat(MessageCorpus.Programs).Concat(SendCorpus.Programs)
        .ToDictionary(StringComparer.Ordinal);
}
