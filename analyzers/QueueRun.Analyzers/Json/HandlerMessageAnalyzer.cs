using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Says why a handler is left out whose message, result or job JSON code cannot be emitted for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerMessageAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NoJson);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterMethodAction(known, (method, report) => Report(method, known, report));

    private static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        // Several attributes on one method have one message.
        if (ReadHandlers.Of(method, known).Handlers.FirstOrDefault() is { } handler)
        {
            Report(handler.Parameters, known, report);
            if (handler.Returns.Message is { } sent && JsonQuestion.Sent(sent, known) is { } refusal && !JsonReport.IsReportedAtType(sent, known))
                JsonReport.Refusal(refusal, sent, method.Location(), report);
        }
        if (method.Attribute(known.Authenticate) is not null
            && LifecycleMethod.Read(method, LifecycleKind.Authenticate, known, JsonQuestion.CanBeRead(known), new Problems()) is { } authenticator)
        {
            Report(authenticator.Parameters, known, report);
        }
        if (JobMethod.Read(method, JobKind.Queue, known, new Problems()) is { } queue) ReportJob(queue, known, report);
    }

    private static void ReportJob(JobMethod queue, KnownTypes known, Action<Diagnostic> report)
    {
        var job = queue.Parameters.Message!;
        if (JsonQuestion.Job(job.Type, known) is not { } refusal) return;
        // A parameter that is a message as well is reported as one.
        var isReported = JsonReport.IsReportedAtType(job.Type, known)
            || ReadHandlers.Of(queue.Method, known).Handlers
                .Any(handler => job.Equals(handler.Parameters.Message, SymbolEqualityComparer.Default) && JsonQuestion.Received(handler.Parameters, known) is not null);
        if (!isReported) JsonReport.Refusal(refusal, job.Type, job.Location(), report);
    }

    private static void Report(HandlerParameters parameters, KnownTypes known, Action<Diagnostic> report)
    {
        if (JsonQuestion.Received(parameters, known) is not { } refusal) return;
        var message = parameters.Message!;
        if (!JsonReport.IsReportedAtType(message.Type, known)) JsonReport.Refusal(refusal, message.Type, message.Location(), report);
    }
}
