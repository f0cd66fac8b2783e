using Microsoft.CodeAnalysis;

namespace QueueRun.Generators.Benchmarks;

/// <summary>QueueRun's generator, but for the contract: what is left of the difference is what the contract costs.</summary>
internal sealed class WithoutContract : IIncrementalGenerator
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
    }
}
