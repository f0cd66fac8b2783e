using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>Reads marked methods and sent messages, and emits the program's module.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class QueueRunGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var assembly = Modules.Assembly(context);
        var entryPoints = Handlers.EntryPoints(context);
        Modules.Register(context, assembly, entryPoints);
        Handlers.Register(context, assembly, entryPoints);
        var sends = Sends.Calls(context);
        Messages.Register(context, assembly, Sends.Shapes(sends));
        Sends.Register(context, assembly, sends);
    }
}
