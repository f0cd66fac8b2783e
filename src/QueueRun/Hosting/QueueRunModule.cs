using System.ComponentModel;

namespace QueueRun.Hosting;

/// <summary>What the generator emits for one assembly: its handlers, routes and JSON code. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class QueueRunModule
{
    /// <summary>The assembly's name.</summary>
    public abstract string Name { get; }

    /// <summary>Adds everything that this assembly brings, and the modules that it references.</summary>
    public abstract void Describe(ModuleBuilder module);
}

/// <summary>
/// Announces a module, and what a program may have only once, to the assemblies that reference this one: its own module by its type; by
/// name each that it reaches, because whoever references this assembly need not see what it references.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class QueueRunModuleAttribute : Attribute
{
    /// <summary>Announces the assembly's own module.</summary>
    /// <param name="module">The emitted subclass of <see cref="QueueRunModule"/>.</param>
    public QueueRunModuleAttribute(Type module) => (Module, Assembly) = (module, module.Assembly.GetName().Name ?? "");

    /// <summary>Announces the module of an assembly that this one references, directly or not.</summary>
    /// <param name="assembly">The assembly's name.</param>
    public QueueRunModuleAttribute(string assembly) => Assembly = assembly;

    /// <summary>The name of the module's assembly.</summary>
    public string Assembly { get; }

    /// <summary>The emitted subclass of <see cref="QueueRunModule"/>; null where the module is another assembly's.</summary>
    public Type? Module { get; }

    /// <summary>The routes of the module's own handlers in canonical text, so that conflicts are found where it is referenced.</summary>
    public string[] Routes { get; set; } = [];

    /// <summary>The module's own queues, each its name, a space, and the full name of the type of its jobs; the name alone of a schedule's.</summary>
    public string[] Queues { get; set; } = [];

    /// <summary>What the module's own message types are known by, each the condition of a route.</summary>
    public string[] Messages { get; set; } = [];

    /// <summary>The full name of the module's own method marked <c>[Authenticate]</c>; null without one.</summary>
    public string? Authenticate { get; set; }

    /// <summary>The full name of the module's own method marked <c>[OnConnect]</c>; null without one.</summary>
    public string? OnConnect { get; set; }
}
