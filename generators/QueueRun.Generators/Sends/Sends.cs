using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>From calls of <c>SendAsync</c> to interceptors, which pass a writer.</summary>
internal static class Sends
{
    /// <summary>Every call with a writer. Feeds only implementation outputs, which editors do not request.</summary>
    public static IncrementalValuesProvider<Send> Calls(IncrementalGeneratorInitializationContext context)
        => context.SyntaxProvider
            .CreateSyntaxProvider(Send.IsCandidate, Send.Read)
            .Where(static send => send is not null)
            .Select(static (send, _) => send!)
            .WithTrackingName(TrackingNames.Sends);

    /// <summary>The types that are sent, each once.</summary>
    public static IncrementalValueProvider<EquatableArray<JsonShape>> Shapes(IncrementalValuesProvider<Send> calls)
        => calls.Select(static (send, _) => send.Shape)
            .WithTrackingName(TrackingNames.SentTypes)
            .Collect()
            .Select(static (shapes, _) => shapes.GroupBy(shape => shape.Root, StringComparer.Ordinal).Select(group => group.First()).OrderBy(shape => shape.Root, StringComparer.Ordinal).ToEquatableArray());

    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValuesProvider<Send> calls)
    {
        var directory = context.AnalyzerConfigOptionsProvider.Select(static (options, _)
            => options.GlobalOptions.TryGetValue("build_property.ProjectDir", out var directory) ? directory : "");
        var files = calls.Where(static send => send.Call is not null)
            .Select(static (send, _) => send.Call!)
            .Collect()
            .Combine(directory)
            .SelectMany(static (pair, _) => SendFile.Group(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.SendFiles);
        context.RegisterImplementationSourceOutput(files.Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun) output.AddSource(pair.Left.HintName, SendEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
    }
}
