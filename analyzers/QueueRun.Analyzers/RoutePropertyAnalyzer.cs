using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds properties of a route that nothing uses: no parameter and no member of the message, and the route would work without them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RoutePropertyAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.RoutePropertyUnused);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterMethodAction(known, (method, report) => Report(method, known, report));

    private static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        foreach (var handler in ReadHandlers.Of(method, known).Handlers)
        {
            if (SeesWholeMessage(handler, known)) continue;
            // If all conditions are about presence, presence selects the handler. A property that is not an identifier cannot be a
            // parameter: it is a condition.
            var asked = handler.Route.Conditions.All(condition => condition.Value is null) ? []
                : handler.Route.Conditions.Where(condition => condition.Value is null && SyntaxFacts.IsValidIdentifier(condition.Property)).Select(condition => condition.Property);
            foreach (var property in asked.Concat(handler.Route.Optional).Where(property => !IsUsed(property, handler, known)))
            {
                // The condition of the message's type comes after the written ones.
                var written = (string)handler.Attribute.ConstructorArguments[0].Value!;
                var location = handler.Attribute.ArgumentLocation(written, new(handler.Route.ColumnOfProperty(property), property.Length, ""));
                var properties = ImmutableDictionary<string, string?>.Empty.Add(PropertyName, property);
                var type = handler.Route.Optional.Contains(property) ? "string?" : "string";
                report(Diagnostic.Create(Descriptors.RoutePropertyUnused, location, properties, property, $"{type} {GeneratedNames.Escape(property)}"));
            }
        }
    }

    /// <summary>The diagnostic's property with the name of the route's property.</summary>
    internal const string PropertyName = "Property";

    private static bool SeesWholeMessage(Handler handler, KnownTypes known)
        => handler.Parameters.All.Concat(handler.Target.ConstructorParameters).Any(parameter => parameter.Source == ParameterSource.Request)
            || (handler.Parameters.Message is { } message && !MessageKinds.IsReadFromJson(message.Type, known));

    private static bool IsUsed(string property, Handler handler, KnownTypes known)
        => handler.Parameters.All.Any(parameter => parameter.Parameter.Name == property)
            || (handler.Parameters.Message is { } message && MayRead(message.Type, property, known));

    /// <summary>
    /// Whether a message of the type may read the property. True if the type is not a plain object, because then it is unknown.
    /// </summary>
    private static bool MayRead(ITypeSymbol message, string property, KnownTypes known)
    {
        var model = JsonShapes.Root(message, JsonUse.Received, known.Compilation).Model;
        return model is not { Kind: JsonKind.Object, Derived.Count: 0 }
            || model.Members.Any(member => member.IsExtensionData || string.Equals(member.JsonName, property, StringComparison.OrdinalIgnoreCase));
    }
}
