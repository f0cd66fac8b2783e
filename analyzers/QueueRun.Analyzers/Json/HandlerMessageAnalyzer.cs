using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Reports why a handler is left out because JSON code cannot be emitted for its message, result, job or user; and types in its results
/// that are known only at run time.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerMessageAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NoJson, Ids.ObjectInside);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterMethodAction(known, (method, report) => Report(method, known, report));

    /// <summary>Reports why there is no JSON code for the types that a method receives or sends.</summary>
    internal static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        // Several attributes on one method share the message type.
        if (ReadHandlers.Of(method, known).Handlers.FirstOrDefault() is { } handler)
        {
            Report(handler.Parameters, known, report);
            if (handler.Returns.Message is { } sent) ReportSent(sent, method, known, report);
        }
        foreach (var kind in LifecycleMethod.KindsOf(method, known).Where(kind => kind.HasMessage))
        {
            if (LifecycleMethod.Read(method, kind, known, JsonSupport.CanBeRead(known), new Problems()) is { } found) Report(found.Parameters, known, report);
        }
        if (known.HasSeveralProcesses) ReportUsers(method, known, report);
        if (JobMethod.Read(method, MarkedKind.QueueHandler, known, new Problems()) is { } queue) ReportJob(queue, known, report);
    }

    private static void ReportSent(ITypeSymbol sent, IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        if (JsonSupport.Sent(sent, known) is not { } refusal) JsonReport.Untyped(sent, method.Location(), known.Compilation, report);
        else if (!JsonReport.IsReportedAtType(sent, known)) JsonReport.Refusal(refusal, sent, method.Location(), report);
    }

    private static void ReportUsers(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        // Several attributes of a method share its parameters.
        var hook = LifecycleMethod.KindsOf(method, known)
            .Where(kind => kind.Role == MarkedRole.Hook)
            .Select(kind => LifecycleMethod.Read(method, kind, known, JsonSupport.CanBeRead(known), new Problems()))
            .FirstOrDefault(hook => hook is not null);
        foreach (var user in hook?.OwnUsers(known).Where(user => !user.Optional).Select(user => user.Parameter) ?? [])
        {
            if (JsonSupport.User(user.Type, known) is { } refusal && !JsonReport.IsReportedAtType(user.Type, known))
                JsonReport.Refusal(refusal, user.Type, user.Location(), report);
        }
    }

    private static void ReportJob(JobMethod queue, KnownTypes known, Action<Diagnostic> report)
    {
        var job = queue.Parameters.Message!;
        if (JsonSupport.Job(job.Type, known) is not { } refusal)
        {
            JsonReport.Untyped(job.Type, job.Location(), known.Compilation, report);
            return;
        }
        // A parameter that is also a message is reported as one.
        var isReported = JsonReport.IsReportedAtType(job.Type, known)
            || ReadHandlers.Of(queue.Method, known).Handlers
                .Any(handler => job.Equals(handler.Parameters.Message, SymbolEqualityComparer.Default) && JsonSupport.Received(handler.Parameters, known) is not null);
        if (!isReported) JsonReport.Refusal(refusal, job.Type, job.Location(), report);
    }

    private static void Report(HandlerParameters parameters, KnownTypes known, Action<Diagnostic> report)
    {
        if (JsonSupport.Received(parameters, known) is not { } refusal) return;
        var message = parameters.Message!;
        if (!JsonReport.IsReportedAtType(message.Type, known)) JsonReport.Refusal(refusal, message.Type, message.Location(), report);
    }
}
