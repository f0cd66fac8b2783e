using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>Reads marked methods and sent messages, and emits the program's module.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class QueueRunGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var assembly = Modules.Assembly(context);
        var methods = MarkedMethods.Find(context);
        var types = MarkedType.Find(context);
        Modules.Register(context, assembly, methods.EntryPoints, MarkedType.Claims(types));
        Handlers.Register(context, assembly, methods.EntryPoints);
        var sends = Sends.Calls(context);
        Messages.Register(context, assembly, MarkedType.Roots(types), methods.Messages, Sends.Shapes(sends));
        Sends.Register(context, assembly, sends);
        Contracts.Register(context, assembly, sends);
    }
}
