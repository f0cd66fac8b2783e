namespace QueueRun.Generators;

/// <summary>What the emitted files of messages have in common.</summary>
internal static class MessageFile
{
    /// <summary>Opens a file and its namespace.</summary>
    public static SourceWriter Open(string purpose, AssemblyFacts assembly, out IDisposable space)
    {
        var writer = Emitted.File(purpose);
        writer.WriteLine("""
            #nullable disable warnings // Types are named without annotations: two annotations of one type are one type here.
            #pragma warning disable CS0612, CS0618 // A message may have members that are obsolete: whoever uses them is told.

            """);
        space = writer.Block($"namespace {assembly.Namespace}");
        return writer;
    }

    /// <summary>Short names for what stands on every line. Inside the namespace, where no type of the program can be in their way.</summary>
    public static void Usings(SourceWriter writer, params string[] types)
    {
        foreach (var type in types) writer.WriteLine($"using {type.Substring(type.LastIndexOf('.') + 1)} = global::{type};");
        writer.WriteLine();
    }
}
