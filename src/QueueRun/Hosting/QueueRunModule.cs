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

/// <summary>Announces an assembly's module to the assemblies that reference it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class QueueRunModuleAttribute(Type module) : Attribute
{
    /// <summary>The emitted subclass of <see cref="QueueRunModule"/>.</summary>
    public Type Module { get; } = module;

    /// <summary>The routes of the module's own handlers in canonical text, so that conflicts are found where it is referenced.</summary>
    public string[] Routes { get; set; } = [];

    /// <summary>The module's own queues, each its name, a space, and the full name of the type of its jobs.</summary>
    public string[] Queues { get; set; } = [];
}
