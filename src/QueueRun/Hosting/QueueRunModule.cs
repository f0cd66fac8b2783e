using System.ComponentModel;

namespace QueueRun.Hosting;

/// <summary>The emitted code of one assembly: its handlers, routes and JSON code. Derived from by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class QueueRunModule
{
    /// <summary>The assembly's name.</summary>
    public abstract string Name { get; }

    /// <summary>Adds the handlers and JSON code of this assembly, and the modules that it references.</summary>
    public abstract void Describe(ModuleBuilder module);
}
