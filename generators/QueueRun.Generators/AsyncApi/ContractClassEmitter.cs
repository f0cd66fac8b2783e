namespace QueueRun.Generators;

/// <summary>
/// Writes the class that holds the assembly's contract. A task reads it from the assembly's metadata, without loading it.
/// </summary>
internal static class ContractClassEmitter
{
    public static SourceWriter Emit(Contract contract, AssemblyFacts assembly)
    {
        var writer = Emitted.File("What clients may send and receive, from which their code is written.");
        using (writer.Block($"namespace {assembly.Namespace}"))
        {
            writer.WriteLine($"""
                /// <summary>The contract of this assembly's handlers and messages.</summary>
                {Emitted.GeneratedCode}
                """);
            using (writer.Block("internal static class SocketContract"))
            {
                writer.WriteLine("/// <summary>An AsyncAPI 3.0 document.</summary>");
                writer.WriteLine("internal const string Json = \"\"\"");
                using (writer.Indent())
                {
                    writer.WriteLine(Document.Write(contract, assembly.Name));
                    writer.WriteLine("\"\"\";");
                }
            }
        }
        return writer;
    }
}
