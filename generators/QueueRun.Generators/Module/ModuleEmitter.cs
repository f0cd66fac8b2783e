namespace QueueRun.Generators;

/// <summary>Writes <c>AddQueueRun</c> and the assembly's module.</summary>
internal static class ModuleEmitter
{
    /// <summary>
    /// The attribute by which the compiler keeps a type inside its assembly. Other generators may emit it too, so it is partial and empty.
    /// </summary>
    public static SourceWriter EmitEmbedded()
    {
        var writer = Emitted.File("The attribute that keeps AddQueueRun inside this assembly, even for assemblies that see its internals.");
        writer.WriteLine("""
            namespace Microsoft.CodeAnalysis
            {
                [global::Microsoft.CodeAnalysis.Embedded]
                internal sealed partial class EmbeddedAttribute : global::System.Attribute
                {
                }
            }
            """);
        return writer;
    }

    public static SourceWriter EmitAddQueueRun(AssemblyFacts assembly)
    {
        var writer = Emitted.File("AddQueueRun, with every handler of this assembly and of the assemblies that it references.");
        writer.WriteLine($$"""
            namespace Microsoft.Extensions.DependencyInjection
            {
                /// <summary>Adds QueueRun to an application.</summary>
                // Embedded: an assembly that sees this one's internals still uses its own AddQueueRun only.
                [global::Microsoft.CodeAnalysis.Embedded]
                {{Emitted.GeneratedCode}}
                internal static class QueueRunServices
                {
                    /// <summary>Adds QueueRun, with every handler of this assembly and of the assemblies that it references.</summary>
                    /// <param name="services">The application's services.</param>
                    /// <param name="configure">Sets options, after those of the configuration section <c>QueueRun</c>.</param>
                    /// <returns>The builder that add-ons extend.</returns>
                    public static global::QueueRun.QueueRunBuilder AddQueueRun(
                        this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services,
                        global::System.Action<global::QueueRun.QueueRunOptions>? configure = null)
                        => global::QueueRun.Hosting.QueueRunHosting.AddQueueRun(services, new global::{{assembly.Namespace}}.Module(), configure);
                }
            }
            """);
        return writer;
    }

    public static SourceWriter EmitModule(AssemblyFacts assembly, EquatableArray<ReferencedModule> references, ModuleContent content)
    {
        var writer = Emitted.File($"The module of {assembly.Name}: its contents, and the modules that it references.");
        var aliases = references.Select(reference => reference.Alias).OfType<string>().Distinct().ToList();
        foreach (var alias in aliases) writer.WriteLine($"extern alias {alias};");
        if (aliases.Count > 0) writer.WriteLine();
        EmitAnnouncement(writer, $"typeof(global::{assembly.Namespace}.Module)", content);
        if (references.Count > 0) writer.WriteLine("// Announced again, for assemblies that do not see these modules themselves.");
        foreach (var reference in references) EmitAnnouncement(writer, Emitted.Literal(reference.Name), reference.Content);
        writer.WriteLine();
        using (writer.Block($"namespace {assembly.Namespace}"))
        {
            writer.WriteLine($"""
                /// <summary>The handlers and the JSON code of an assembly. Used by emitted code only.</summary>
                [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]
                {Emitted.GeneratedCode}
                """);
            using (writer.Block("public sealed partial class Module : global::QueueRun.Hosting.QueueRunModule"))
            {
                writer.WriteLine($"""
                    /// <inheritdoc />
                    public override string Name => {Emitted.Literal(assembly.Name)};

                    /// <inheritdoc />
                    """);
                using (writer.Block("public override void Describe(global::QueueRun.Hosting.ModuleBuilder module)"))
                {
                    foreach (var type in references.Select(reference => reference.Type).OfType<string>()) writer.WriteLine($"module.Add(new {type}());");
                    writer.WriteLine("AddHandlers(module);");
                    writer.WriteLine("AddMessages(module);");
                }
                writer.WriteLine("""

                    static partial void AddHandlers(global::QueueRun.Hosting.ModuleBuilder module);

                    static partial void AddMessages(global::QueueRun.Hosting.ModuleBuilder module);
                    """);
            }
        }
        if (assembly.HasVar) writer.WriteLine($$"""

            // Some type of this program is called 'var'. In emitted code, a namespace of that name is found first: it is not a type, so
            // 'var' keeps its usual meaning.
            namespace {{assembly.Namespace}}.@var
            {
            }
            """);
        return writer;
    }

    private static void EmitAnnouncement(SourceWriter writer, string module, ModuleContent content)
    {
        var text = $"[assembly: global::QueueRun.Hosting.QueueRunModule({module}";
        foreach (var authenticator in content.Authenticators) text += $", {authenticator.Kind.Name} = {Emitted.Literal(authenticator.Name)}";
        foreach (var (name, values) in new[] { ("Routes", content.Routes), ("Queues", content.Queues), ("Messages", content.Messages), ("Hooks", content.Hooks) })
        {
            if (values.Count == 0) continue;
            writer.WriteLine($"{text}, {name} = new[]");
            writer.WriteLine("{");
            using (writer.Indent())
            {
                foreach (var value in values) writer.WriteLine(Emitted.Literal(value) + ",");
            }
            text = "}";
        }
        writer.WriteLine(text + ")]");
    }
}
