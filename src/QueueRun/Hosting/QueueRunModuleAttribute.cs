using System.ComponentModel;

namespace QueueRun.Hosting;

/// <summary>
/// Announces a module, and its declarations that a program may have only once, to the assemblies that reference this one. The assembly's
/// own module is announced by its type. Each module that the assembly reaches is announced by name, because a referencing assembly may not
/// see it.
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

    /// <summary>The emitted subclass of <see cref="QueueRunModule"/>; null if the module belongs to another assembly.</summary>
    public Type? Module { get; }

    /// <summary>The routes of the module's own handlers in canonical text, so that a referencing assembly finds conflicts.</summary>
    public string[] Routes { get; set; } = [];

    /// <summary>
    /// The module's own queues: each has its name, a space, and the full name of its job type; a schedule's queue has only the name.
    /// </summary>
    public string[] Queues { get; set; } = [];

    /// <summary>The properties and values that mark the module's own message types, each written as the condition of a route.</summary>
    public string[] Messages { get; set; } = [];

    /// <summary>The full name of the module's own method marked <c>[Authenticate]</c>; null without one.</summary>
    public string? Authenticate { get; set; }

    /// <summary>The full name of the module's own method marked <c>[OnConnect]</c>; null without one.</summary>
    public string? OnConnect { get; set; }

    /// <summary>The full names of the module's own methods marked <c>[OnOnline]</c> or <c>[OnOffline]</c>.</summary>
    public string[] Hooks { get; set; } = [];
}
