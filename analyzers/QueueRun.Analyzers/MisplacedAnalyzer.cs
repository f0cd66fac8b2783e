using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds features of other parts of ASP.NET Core that QueueRun does not support: they compile, and have no effect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MisplacedAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Descriptors.Of(Ids.CalledOnHub, Ids.MessageAsService, Ids.ScopedInHostedService);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterMethodAction(known, (method, report) => ReportMethod(method, known, report));
        start.RegisterSymbolAction(symbol => ReportType((INamedTypeSymbol)symbol.Symbol, known, symbol.ReportDiagnostic), SymbolKind.NamedType);
    }

    private static void ReportMethod(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        if (!method.IsStatic && method.ContainingType.IsA(known.Hub))
            report(Diagnostic.Create(Descriptors.CalledOnHub, method.Location(), method.ShortName(), method.ContainingType.Name));
        // Any type may be a job, and a parameter of such a type may be a service.
        if (method.IsJob(known)) return;
        foreach (var parameter in method.Parameters.Where(parameter => parameter.Type.Attribute(known.SocketMessage) is not null))
        {
            if (ServiceAttribute(parameter, known) is not { } attribute) continue;
            report(Diagnostic.Create(Descriptors.MessageAsService, attribute.Location(), parameter.Name, parameter.Type.ShortName(), attribute.WrittenName()));
        }
    }

    private static void ReportType(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic> report)
    {
        if (type.TypeKind != TypeKind.Class) return;
        if (type.AllInterfaces.IsEmpty || !type.IsA(known.HostedService)) return;
        foreach (var (parameter, cure) in SingletonAnalyzer.ScopedOf(type, known))
            report(Diagnostic.Create(Descriptors.ScopedInHostedService, parameter.Location(), type.Name, parameter.Type.ShortName(), cure));
    }

    private static AttributeData? ServiceAttribute(IParameterSymbol parameter, KnownTypes known)
        => parameter.Attribute(known.FromKeyedServices)
            ?? parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.IsA(known.FromServices) == true);
}
