using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>The module of an assembly, and <c>AddQueueRun</c>, which exists even if handlers are invalid.</summary>
internal static class Modules
{
    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValueProvider<EquatableArray<EntryPoint>> entryPoints,
        IncrementalValueProvider<ImmutableArray<string>> claims)
    {
        var references = context.CompilationProvider
            .Select(static (compilation, _) => ReferencedModule.ReadAll(compilation))
            .WithTrackingName(TrackingNames.ReferencedModules);
        var content = entryPoints.Combine(claims)
            .Select(static (both, _) => Content(both.Left, both.Right))
            .WithTrackingName(TrackingNames.ModuleContent);

        context.RegisterSourceOutput(assembly, static (output, assembly) =>
        {
            if (!assembly.HasQueueRun) return;
            output.AddSource("EmbeddedAttribute.g.cs", ModuleEmitter.EmitEmbedded().ToSourceText());
            output.AddSource("AddQueueRun.g.cs", ModuleEmitter.EmitAddQueueRun(assembly).ToSourceText());
        });
        context.RegisterSourceOutput(assembly.Combine(references).Combine(content), static (output, all) =>
        {
            var ((assembly, references), content) = all;
            if (assembly.HasQueueRun) output.AddSource("Module.g.cs", ModuleEmitter.EmitModule(assembly, references, content).ToSourceText());
        });
    }

    private static ModuleContent Content(EquatableArray<EntryPoint> entryPoints, ImmutableArray<string> claims) => new()
    {
        Routes = Sort(entryPoints.Select(entryPoint => entryPoint.AnnouncedRoute).Where(route => route.Length > 0)),
        Queues = Sort(entryPoints.Select(Queue).OfType<string>()),
        Messages = Sort(claims),
        Authenticators = entryPoints
            .Where(entryPoint => entryPoint.Kind.Role == MarkedRole.Authenticator)
            .GroupBy(entryPoint => entryPoint.Kind)
            .OrderBy(ofKind => ofKind.Key.Order)
            .Select(ofKind => new AnnouncedAuthenticator(ofKind.Key, ofKind.First().Call.FullName))
            .ToEquatableArray(),
        Hooks = Sort(entryPoints.Where(entryPoint => entryPoint.Kind.Role == MarkedRole.Hook).Select(entryPoint => entryPoint.Call.FullName)),
    };

    private static string? Queue(EntryPoint entryPoint) => entryPoint switch
    {
        { Queue: { } queue } => $"{queue.Name} {queue.FullTypeName}",
        { Kind.Role: MarkedRole.Job } => entryPoint.Call.FullName,
        _ => null,
    };

    private static EquatableArray<string> Sort(IEnumerable<string> texts) => texts.Distinct().OrderBy(text => text, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The facts about the assembly that emitted code depends on.</summary>
    public static IncrementalValueProvider<AssemblyFacts> Assembly(IncrementalGeneratorInitializationContext context)
        => context.CompilationProvider.Select(static (compilation, _) => AssemblyFacts.Read(compilation)).WithTrackingName(TrackingNames.Assembly);
}
