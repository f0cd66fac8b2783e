using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Judges types marked <c>[SocketMessage]</c>: their JSON, and the property that they are known by.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageTypeAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Descriptors.Of(Ids.NoJson, Ids.MessageClaimed, Ids.PropertyCollides);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var known = KnownTypes.Of(start.Compilation);
            if (!known.HasQueueRun) return;
            ConcurrentBag<Claim> claims = [];
            start.RegisterSymbolAction(symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.Attribute(known.SocketMessage) is not { } attribute || type.Discriminator() is not { } discriminator) return;
                claims.Add(new(discriminator, JsonNames.Display(type), attribute.Location()));
                if (Collision(type, discriminator, known.Compilation) is { } member)
                {
                    symbol.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.PropertyCollides, attribute.Location(), JsonNames.Display(type), discriminator.Property, member));
                }
                else if (!type.IsGenericType)
                {
                    JsonReport.Refusal(JsonShapes.Refusal(type, JsonUse.Sent, known.Compilation), type, type.Location(), symbol.ReportDiagnostic);
                }
            }, SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => ReportClaims(claims, end.ReportDiagnostic));
        });
    }

    private static string? Collision(INamedTypeSymbol type, JsonDiscriminator discriminator, Compilation compilation)
        => JsonMembers.Find(type, compilation, out _)?.Find(member => JsonObjectReader.Collides([member], discriminator))?.Symbol.Name;

    private static void ReportClaims(IEnumerable<Claim> claims, Action<Diagnostic> report)
    {
        foreach (var claimed in claims.GroupBy(claim => claim.Discriminator))
        {
            var inOrder = claimed.OrderBy(claim => claim.Location!, SourceOrder.Instance).ToList();
            foreach (var claim in inOrder.Skip(1))
            {
                report(Diagnostic.Create(
                    Descriptors.MessageClaimed, claim.Location, claim.Type, inOrder[0].Type, claimed.Key.Property, claimed.Key.Value));
            }
        }
    }

    private sealed record Claim(JsonDiscriminator Discriminator, string Type, Location? Location);
}
