using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds what a scheduled run sends to nobody: straight on its own <c>ISocket</c>, without <c>To</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduledSendAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NobodyCurrent);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var known = KnownTypes.Of(start.Compilation);
            if (known.HasQueueRun) start.RegisterOperationAction(operation => Report(operation, known), OperationKind.Invocation);
        });
    }

    private static void Report(OperationAnalysisContext context, KnownTypes known)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is not { Name: "SendAsync" or "CloseAsync" } method || !method.ContainingType.Is(known.Socket)) return;
        if (call.Instance is not IParameterReferenceOperation { Parameter: var socket } || socket.ContainingSymbol.Attribute(known.ScheduleHandler) is null) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NobodyCurrent, call.Syntax.GetLocation(), method.Name, socket.Name));
    }
}
