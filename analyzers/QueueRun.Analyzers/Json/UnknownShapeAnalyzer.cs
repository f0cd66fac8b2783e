using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Finds values in messages whose JSON only code of the program knows: typed clients take them for any JSON.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownShapeAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.ShapeUnknown);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        start.RegisterMethodAction(known, (method, report) => Report(method, known, report));
        start.RegisterSymbolAction(symbol =>
        {
            var type = (INamedTypeSymbol)symbol.Symbol;
            if (IsMarked(type) && !type.IsGenericType) Report(type, JsonUse.Sent, type.Location(), known, symbol.ReportDiagnostic);
        }, SymbolKind.NamedType);
    }

    private static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        // Several attributes on one method share the message type.
        if (ReadHandlers.Of(method, known).Handlers.FirstOrDefault() is not { } handler) return;
        if (handler.Parameters.Message is { } message && MessageKinds.IsReadFromJson(message.Type, known) && !IsReportedAtType(message.Type, known))
            Report(message.Type, JsonUse.Received, message.Location(), known, report);
        if (handler.Returns.Message is { } sent && MessageKinds.IsWrittenAsJson(sent, known) && !IsReportedAtType(sent, known))
            Report(sent, JsonUse.Sent, method.Location(), known, report);
    }

    private static void Report(ITypeSymbol type, JsonUse use, Location? place, KnownTypes known, Action<Diagnostic> report)
    {
        if (JsonUnknown.In(type, use, known.Compilation) is var (path, reason)) report(Diagnostic.Create(Descriptors.ShapeUnknown, place, path, reason));
    }

    private static bool IsMarked(ITypeSymbol type) => type.Discriminator() is not null;

    private static bool IsReportedAtType(ITypeSymbol type, KnownTypes known)
        => IsMarked(type) && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.Compilation.Assembly);
}
