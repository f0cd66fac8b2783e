using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes the part of the module that names contracts and messages.</summary>
internal static class ModuleMessagesEmitter
{
    public static SourceWriter Emit(MessageModel model, ReadableTypes readable, AssemblyFacts assembly)
    {
        var types = model.Types.ToDictionary(type => type.Name);
        var writer = MessageFile.Open("The messages of the module.", assembly, out var space);
        using (writer.Block("partial class Module"))
        using (writer.Block("static partial void AddMessages(global::QueueRun.Hosting.ModuleBuilder module)"))
        {
            if (model.Contracts.Count > 0)
            {
                writer.WriteLine("MessageContracts contracts = new();");
                writer.WriteLine("module.Json(contracts);");
                foreach (var name in readable.Roots) writer.WriteLine($"module.Received<{name}>(MessageReaders.{readable.Method(name)}, contracts);");
            }
            // A context has a contract for all that its types reach, too: it serves those that it lists, and what nothing else has.
            foreach (var context in model.Contexts) writer.WriteLine($"module.Json(new {context}());");
            foreach (var name in model.Sent)
            {
                if (!types[name].IsAnonymousInside) writer.WriteLine($"module.Message<{name}>(MessageWriters.WriteMessage);");
            }
        }
        space.Dispose();
        return writer;
    }
}
