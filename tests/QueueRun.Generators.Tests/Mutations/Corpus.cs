namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Small valid programs, each with one subject, into which mutations put mistakes.</summary>
internal static class Corpus
{
    public static IReadOnlyDictionary<string, string> Programs { get; } = HandlerCorpus.Programs
        .Concat(MethodCorpus.Programs).Concat(MessageCorpus.Programs).Concat(SendCorpus.Programs)
        .ToDictionary(StringComparer.Ordinal);
}
