using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Says what does not work in a Razor file. Its C# is written by another generator, and generators do not see what others write: handlers in it are never
/// found, and calls of <c>SendAsync</c> have no writer.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAHandler, Ids.SentFromRazor);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            var known = KnownTypes.Of(start.Compilation);
            if (!known.HasQueueRun) return;
            start.RegisterSymbolAction(symbol => ReportHandler(symbol, known), SymbolKind.Method);
            start.RegisterOperationAction(operation => ReportSend(operation, known), OperationKind.Invocation);
        });
    }

    private static void ReportHandler(SymbolAnalysisContext context, KnownTypes known)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!IsMarked(method, known) || method.Location() is not { } location || !IsInRazor(location)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAHandler, location, method.ShortName(),
            "it stands in a Razor file, which generators do not see; move it to a C# file"));
    }

    private static void ReportSend(OperationAnalysisContext context, KnownTypes known)
    {
        var call = (IInvocationOperation)context.Operation;
        if (SendCalls.MessageType(call.TargetMethod) is not { } type || !IsInRazor(call.Syntax.GetLocation())) return;
        // Text and bytes need no JSON code, and that of a marked type is found at run time.
        if (!MessageKinds.IsWrittenAsJson(type, known) || type.Attribute(known.SocketMessage) is not null) return;
        if (JsonContexts.Of(known.Compilation).Lists(type)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.SentFromRazor, call.Syntax.GetLocation(), JsonNames.Display(type)));
    }

    private static bool IsMarked(IMethodSymbol method, KnownTypes known)
        => method.GetAttributes().Any(attribute => attribute.AttributeClass?.Is(known.SocketHandler) == true)
            || LifecycleMethod.KindsOf(method, known).Any()
            || method.Attribute(known.QueueHandler) is not null
            || method.Attribute(known.ScheduleHandler) is not null;

    // What Razor writes says by #line where each piece of it comes from.
    private static bool IsInRazor(Location location)
        => location.GetMappedLineSpan() is { HasMappedPath: true, Path: var path }
            && (path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase));
}
