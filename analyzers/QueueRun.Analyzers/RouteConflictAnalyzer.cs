using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds two handlers that take the same messages, here or in a referenced assembly, and two that may take the same message.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RouteConflictAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.RouteTaken, Ids.RoutesOverlap);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        ConcurrentBag<Handler> handlers = [];
        start.RegisterMethodAction(known, (method, _) =>
        {
            foreach (var handler in ReadHandlers.Of(method, known).Handlers) handlers.Add(handler);
        });
        start.RegisterCompilationEndAction(end =>
        {
            var referenced = Referenced.Read(end.Compilation, end.Options);
            var theirs = referenced.Modules.SelectMany(module => module.Content.Routes.Select(route => new Taker(AnnouncedRoute.Parse(route), module.Name, null)));
            var ours = handlers.Select(handler => new Taker(new(handler.Endpoint, handler.CanonicalRoute), handler.Method.ShortName(), handler.Attribute.Location()));
            Report(theirs.Concat(ours.OrderBy(taker => taker.Location!, SourceOrder.Instance)), referenced, end.ReportDiagnostic);
            RouteOverlaps.Report(handlers, end.ReportDiagnostic);
        });
    }

    private static void Report(IEnumerable<Taker> takers, Referenced referenced, Action<Diagnostic> report)
    {
        foreach (var route in takers.GroupBy(taker => taker.Route.Route, StringComparer.Ordinal))
        {
            List<Taker> before = [];
            foreach (var taker in route)
            {
                if (before.Find(other => other.Route.Meets(taker.Route.Endpoint)) is { } first && referenced.IsTold(taker.Location))
                    report(Diagnostic.Create(Descriptors.RouteTaken, taker.Location, taker.Name, first.Name, Describe(route.Key)));
                before.Add(taker);
            }
        }
    }

    private static string Describe(string route) => route switch
    {
        "json" => "the JSON messages that no route takes",
        "text" => "text messages",
        "binary" => "binary messages",
        _ => $"messages with '{route}'",
    };

    /// <summary>A method with a route, or a referenced assembly with such a method, which has no location.</summary>
    private sealed record Taker(AnnouncedRoute Route, string Name, Location? Location);
}
