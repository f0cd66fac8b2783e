using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds attributes of ASP.NET Core's authorization at methods where nothing reads them: these look guarded, and are not.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AuthorizationAnalyzer : QueueRunAnalyzer
{
    private const string Schemes = "AuthenticationSchemes";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.AuthorizationIgnored);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        if (known.AuthorizeData is null) return;
        start.RegisterMethodAction(known, (method, report) => Report(method, method, known, report));
        start.RegisterSymbolAction(symbol => ReportType((INamedTypeSymbol)symbol.Symbol, known, symbol.ReportDiagnostic), SymbolKind.NamedType);
    }

    private static void ReportType(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic> report)
    {
        // The attribute guards the actions of a controller or a hub.
        if (type.TypeKind != TypeKind.Class || type.GetAttributes().IsEmpty || type.IsA(known.Controller) || type.IsA(known.Hub)) return;
        var marked = type.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsMarked(known)).ToList();
        // It has an effect if it guards at least one handler.
        if ((marked.Find(method => IsHandler(method, known)) ?? marked.FirstOrDefault()) is { } first) Report(type, first, known, report);
    }

    private static void Report(ISymbol guarded, IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        foreach (var mark in guarded.GetAttributes().Where(attribute => Authorization.IsMark(attribute, known)))
        {
            if (!IsHandler(method, known))
                report(Diagnostic.Create(Descriptors.AuthorizationIgnored, mark.Location(), $"[{mark.WrittenName()}]", method.ShortName(), WhyIgnored(method, known)));
            else if (mark.Named(Schemes) is string)
                report(Diagnostic.Create(Descriptors.AuthorizationIgnored, mark.NamedLocation(Schemes), Schemes, method.ShortName(),
                    "a connection is authenticated when it is opened, and not for each message; name the scheme in RequireAuthorization, where the endpoint is mapped"));
        }
    }

    private static bool IsHandler(IMethodSymbol method, KnownTypes known) => method.Attribute(known[MarkedKind.SocketHandler]) is not null;

    private static string WhyIgnored(IMethodSymbol method, KnownTypes known) => MarkedKind.AllOf(method, known).First().Role switch
    {
        MarkedRole.Authenticator => "it authenticates the client itself; remove the attribute, and write RequireAuthorization where the endpoint is mapped",
        MarkedRole.Job => "no client calls it; remove the attribute, and guard the code that pushes the job",
        _ => "no client calls it; remove the attribute, and guard the handlers",
    };
}
