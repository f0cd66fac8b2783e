using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Finds properties that a route asks for and nothing uses: no parameter, no member of the message, and the route does without.</summary>
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
            // Where every condition is one of presence, presence is what picks the handler.
            if (handler.Route.Conditions.All(condition => condition.Value is null) || SeesWholeMessage(handler, known)) continue;
            foreach (var property in handler.Route.Conditions.Where(condition => condition.Value is null).Select(condition => condition.Property))
            {
                // What is no identifier can be no parameter: it is there as a condition.
                if (!SyntaxFacts.IsValidIdentifier(property) || IsUsed(property, handler, known)) continue;
                // What the message's type adds stands behind what is written.
                var written = (string)handler.Attribute.ConstructorArguments[0].Value!;
                var location = handler.Attribute.ArgumentLocation(written, new(handler.Route.ColumnOfPresence(property), property.Length, ""));
                var properties = ImmutableDictionary<string, string?>.Empty.Add(PropertyName, property);
                report(Diagnostic.Create(Descriptors.RoutePropertyUnused, location, properties, property, GeneratedNames.Escape(property)));
            }
        }
    }

    /// <summary>The diagnostic's property that holds the name of the route's property.</summary>
    internal const string PropertyName = "Property";

    private static bool SeesWholeMessage(Handler handler, KnownTypes known)
        => handler.Parameters.All.Concat(handler.Target.ConstructorParameters).Any(parameter => parameter.Source == ParameterSource.Request)
            || (handler.Parameters.Message is { } message && !MessageKinds.IsReadFromJson(message.Type, known));

    private static bool IsUsed(string property, Handler handler, KnownTypes known)
        => handler.Parameters.All.Any(parameter => parameter.Parameter.Name == property)
            || (handler.Parameters.Message is { } message && MayRead(message.Type, property, known));

    /// <summary>Whether a message of the type holds the property. Of what is no plain object it cannot be told.</summary>
    private static bool MayRead(ITypeSymbol message, string property, KnownTypes known)
    {
        var model = JsonShapes.Root(message, JsonUse.Received, known.Compilation).Model;
        return model is not { Kind: JsonKind.Object, Derived.Count: 0 }
            || model.Members.Any(member => member.IsExtensionData || string.Equals(member.JsonName, property, StringComparison.OrdinalIgnoreCase));
    }
}
