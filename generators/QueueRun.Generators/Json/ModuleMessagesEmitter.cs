namespace QueueRun.Generators;

/// <summary>Writes the part of the module that lists contracts and messages.</summary>
internal static class ModuleMessagesEmitter
{
    public static SourceWriter Emit(ModuleMessages messages, AssemblyFacts assembly)
    {
        var writer = MessageFile.Open("The messages of the module.", assembly, out var space);
        Emitted.Usings(writer, "QueueRun.Messaging.EmittedReader", "QueueRun.Hosting.ModuleBuilder");
        using (writer.Block("partial class Module"))
        using (writer.Block("static partial void AddMessages(ModuleBuilder module)"))
        {
            if (messages.HasContracts)
            {
                writer.WriteLine("MessageContracts contracts = new();");
                writer.WriteLine("module.Json(contracts);");
                foreach (var (type, method) in messages.Received) writer.WriteLine($"module.Received<{type}>({method}, contracts);");
            }
            // A context has contracts for all types inside its own, too: it is used for the types that it lists, and for those without any
            // other contract.
            foreach (var context in messages.Contexts) writer.WriteLine($"module.Json(new {context}());");
            foreach (var name in messages.Sent) writer.WriteLine($"module.Message<{name}>(MessageWriters.{MessageNames.ForWriter(name)});");
        }
        space.Dispose();
        return writer;
    }
}
