using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Checks the names by which typed clients call handlers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientNameAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.ClientNameTaken, Ids.ClientNameMalformed);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        ConcurrentBag<Named> names = [];
        start.RegisterMethodAction(known, (method, report) =>
        {
            foreach (var handler in ReadHandlers.Of(method, known).Handlers)
            {
                if (ClientName.Written(handler.Attribute) is { } written && !ClientName.IsValid(written))
                    report(Diagnostic.Create(Descriptors.ClientNameMalformed, handler.Attribute.NamedLocation("Name"), written));
                else names.Add(new(ClientName.Of(handler), handler));
            }
        });
        start.RegisterCompilationEndAction(end => Report(names, end.ReportDiagnostic));
    }

    private static void Report(IEnumerable<Named> names, Action<Diagnostic> report)
    {
        foreach (var same in names.GroupBy(named => named.Name, StringComparer.Ordinal))
        {
            List<Handler> before = [];
            foreach (var handler in same.Select(named => named.Handler).OrderBy(handler => handler.Attribute.Location()!, SourceOrder.Instance))
            {
                if (before.Find(other => Meet(other, handler) && IsNameWritten(other, handler)) is { } first)
                    report(Diagnostic.Create(Descriptors.ClientNameTaken, Place(handler), handler.Method.ShortName(), first.Method.ShortName(), same.Key));
                before.Add(handler);
            }
        }
    }

    private static Location? Place(Handler handler)
        => ClientName.Written(handler.Attribute) is null ? handler.Attribute.ArgumentLocation() : handler.Attribute.NamedLocation("Name");

    /// <summary>
    /// Whether a name was written that is not the handler's alone. Of names that nobody wrote, each but the first gets a number; and two
    /// handlers of the same route are reported anyhow.
    /// </summary>
    private static bool IsNameWritten(Handler one, Handler other)
        => (ClientName.Written(one.Attribute) ?? ClientName.Written(other.Attribute)) is not null && one.CanonicalRoute != other.CanonicalRoute;

    private static bool Meet(Handler one, Handler other) => one.Endpoint is null || other.Endpoint is null || one.Endpoint == other.Endpoint;

    private sealed record Named(string Name, Handler Handler);
}
