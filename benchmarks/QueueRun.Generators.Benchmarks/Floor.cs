using Microsoft.CodeAnalysis;

namespace QueueRun.Generators.Benchmarks;

/// <summary>Finds the attributes that QueueRun's generator finds, and does nothing with them: what is left is the compiler's own work.</summary>
internal sealed class Floor : IIncrementalGenerator
{
    private static readonly string[] s_attributes =
        ["SocketHandler", "Authenticate", "OnConnect", "OnOnline", "OnOffline", "QueueHandler", "ScheduleHandler", "SocketMessage"];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (var name in s_attributes.Select(name => $"QueueRun.{name}Attribute").Append("System.Text.Json.Serialization.JsonSerializableAttribute"))
        {
            var found = context.SyntaxProvider.ForAttributeWithMetadataName(name, static (_, _) => true, static (_, _) => 0).Collect();
            context.RegisterSourceOutput(found, static (_, _) => { });
        }
    }
}
