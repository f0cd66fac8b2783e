using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Judges <c>[assembly: SocketJson]</c>: values that its properties cannot have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SettingsAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.JsonSettingWrong);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(static end =>
        {
            if (end.Compilation.Assembly.Attribute(KnownTypes.Of(end.Compilation).SocketJson) is not { } attribute) return;
            foreach (var (property, allowed) in JsonSettings.Misuses(attribute))
                end.ReportDiagnostic(Diagnostic.Create(Descriptors.JsonSettingWrong, attribute.NamedLocation(property), property, allowed));
        });
    }
}
