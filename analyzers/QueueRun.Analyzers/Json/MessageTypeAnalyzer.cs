using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Checks types marked <c>[SocketMessage]</c>: their JSON, the property that marks them, and the settings of <c>[assembly: SocketJson]</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageTypeAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Descriptors.Of(Ids.NoJson, Ids.MessageClaimed, Ids.PropertyCollides, Ids.JsonSettingWrong);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        ConcurrentBag<Claim> claims = [];
        start.RegisterSymbolAction(symbol =>
        {
            if (ReportType((INamedTypeSymbol)symbol.Symbol, known, symbol.ReportDiagnostic) is { } claim) claims.Add(claim);
        }, SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            ReportClaims(claims, Referenced.Read(end.Compilation, end.Options), end.ReportDiagnostic);
            ReportSettings(known, end.ReportDiagnostic);
        });
    }

    /// <summary>Checks one type. Returns the claim to its marker, or null if the type has no attribute.</summary>
    internal static Claim? ReportType(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic> report)
    {
        if (type.Attribute(known.SocketMessage) is not { } attribute || type.Discriminator() is not { } discriminator) return null;
        if (Collision(type, discriminator, known.Compilation) is { } member)
            report(Diagnostic.Create(Descriptors.PropertyCollides, attribute.Location(), JsonNames.Display(type), discriminator.Property, member));
        else if (!type.IsGenericType && JsonShapes.Refusal(type, JsonUse.Sent, known.Compilation) is { } refusal)
            JsonReport.Refusal(refusal, type, type.Location(), report);
        return new(discriminator, JsonNames.Display(type), attribute.Location());
    }

    private static string? Collision(INamedTypeSymbol type, JsonDiscriminator discriminator, Compilation compilation)
        => JsonMembers.Find(type, compilation, out _)?.Find(member => JsonObjectReader.Collides([member], discriminator))?.Symbol.Name;

    private static void ReportClaims(IEnumerable<Claim> claims, Referenced referenced, Action<Diagnostic> report)
    {
        var theirs = referenced.Modules.SelectMany(module => module.Content.Messages.Select(message => Claim.Of(module, message))).OfType<Claim>();
        foreach (var claimed in theirs.Concat(claims.OrderBy(claim => claim.Location!, SourceOrder.Instance)).GroupBy(claim => claim.Discriminator))
        {
            var first = claimed.First();
            foreach (var claim in claimed.Skip(1).Where(claim => referenced.IsTold(claim.Location)))
            {
                report(Diagnostic.Create(
                    Descriptors.MessageClaimed, claim.Location, claim.Type, first.Type, claimed.Key.Property, claimed.Key.Value));
            }
        }
    }

    private static void ReportSettings(KnownTypes known, Action<Diagnostic> report)
    {
        if (known.Compilation.Assembly.Attribute(known.SocketJson) is not { } attribute) return;
        foreach (var (property, allowed) in JsonSettings.Misuses(attribute))
            report(Diagnostic.Create(Descriptors.JsonSettingWrong, attribute.NamedLocation(property), property, allowed));
    }

    /// <summary>A claim to a property and a value, by a type or by a referenced assembly, which has no location.</summary>
    internal sealed record Claim(JsonDiscriminator Discriminator, string Type, Location? Location)
    {
        public static Claim? Of(AnnouncedModule module, string announced)
            => RouteParser.Parse(announced, out _)?.Conditions.FirstOrDefault() is { Value: { } value } condition
                ? new(new(condition.Property, value), module.Name, null) : null;
    }
}
