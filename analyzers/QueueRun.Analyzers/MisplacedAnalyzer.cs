using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds what other parts of ASP.NET Core understand, and QueueRun does not: habits that compile and do nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MisplacedAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Descriptors.Of(Ids.CalledOnHub, Ids.MessageAsService, Ids.AuthorizeIgnored, Ids.ScopedInHostedService);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterMethodAction(known, (method, report) => ReportMethod(method, known, report));
        start.RegisterSymbolAction(symbol => ReportType((INamedTypeSymbol)symbol.Symbol, known, symbol.ReportDiagnostic), SymbolKind.NamedType);
    }

    private static void ReportMethod(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        if (!method.IsStatic && method.ContainingType.IsA(known.Hub))
            report(Diagnostic.Create(Descriptors.CalledOnHub, method.Location(), method.ShortName(), method.ContainingType.Name));
        ReportAuthorize(method, method, known, report);
        // A job may be of any type, and one that is asked for as a service is none.
        if (method.IsJob(known)) return;
        foreach (var parameter in method.Parameters.Where(parameter => parameter.Type.Attribute(known.SocketMessage) is not null))
        {
            if (ServiceAttribute(parameter, known) is not { } attribute) continue;
            report(Diagnostic.Create(Descriptors.MessageAsService, attribute.Location(), parameter.Name, parameter.Type.ShortName(), Name(attribute)));
        }
    }

    private static void ReportType(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic> report)
    {
        if (type.TypeKind != TypeKind.Class) return;
        // A controller's or a hub's own actions are guarded by it.
        if (!type.IsA(known.Controller) && !type.IsA(known.Hub) && type.GetAttributes().Length > 0
            && type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => method.IsMarked(known)) is { } marked)
            ReportAuthorize(type, marked, known, report);
        if (type.AllInterfaces.IsEmpty || !type.IsA(known.HostedService)) return;
        foreach (var parameter in type.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
        {
            var cure = parameter.Type.Is(known.Socket) ? "ISockets" : parameter.Type.IsOf(known.Queue) ? "IQueues" : null;
            if (cure is not null)
                report(Diagnostic.Create(Descriptors.ScopedInHostedService, parameter.Location(), type.Name, parameter.Type.ShortName(), cure));
        }
    }

    private static void ReportAuthorize(ISymbol authorized, IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        foreach (var attribute in authorized.GetAttributes().Where(attribute => attribute.AttributeClass?.IsA(known.AuthorizeData) == true))
            report(Diagnostic.Create(Descriptors.AuthorizeIgnored, attribute.Location(), Name(attribute), method.ShortName()));
    }

    private static AttributeData? ServiceAttribute(IParameterSymbol parameter, KnownTypes known)
        => parameter.Attribute(known.FromKeyedServices)
            ?? parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.IsA(known.FromServices) == true);

    private static string Name(AttributeData attribute)
    {
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
