using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Checks valid routes: whether any message can meet them, and whether they expose secrets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RouteAnalyzer : QueueRunAnalyzer
{
    /// <summary>Names of properties that hold secrets, in lower case and without word separators.</summary>
    private static readonly ImmutableHashSet<string> s_secrets = ImmutableHashSet.Create(
        "password", "passwd", "pwd", "passphrase", "pin", "secret", "clientsecret", "apikey", "token", "accesstoken", "refreshtoken", "idtoken",
        "authtoken", "bearer", "bearertoken", "jwt", "credential", "credentials", "connectionstring", "privatekey", "sessionid");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NeverReached, Ids.SecretInRoute);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterMethodAction(known, (method, report) => Report(method, known, report));

    private static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        var isReported = false;
        foreach (var handler in ReadHandlers.Of(method, known).Handlers.Where(handler => !handler.Route.Conditions.IsEmpty))
        {
            foreach (var condition in handler.Route.Conditions)
            {
                if (condition.Value is { Length: > 0 } && IsSecret(condition.Property) && Place(handler, condition) is { } place)
                    report(Diagnostic.Create(Descriptors.SecretInRoute, place, condition.Property));
            }
            if (isReported || handler.Parameters.Message is not { } message || !JsonSupport.IsNeverAnObject(message.Type, known)) continue;
            isReported = true; // Several routes of one method share the message type
            report(Diagnostic.Create(Descriptors.NeverReached, message.Location(), method.ShortName(),
                $"a message with '{handler.Route.Conditions[0]}' is a JSON object, and '{message.Type.ShortName()}' is not read from one; take a record that has it as a member"));
        }
    }

    private static bool IsSecret(string property) => s_secrets.Contains(property.Replace("_", "").Replace("-", "").ToLowerInvariant());

    /// <summary>The place of a condition in the route; null if it comes from the message's type.</summary>
    private static Location? Place(Handler handler, RouteCondition condition)
    {
        if (handler.Attribute.ConstructorArguments is not { Length: 1 } arguments || arguments[0].Value is not string text || RouteParser.Parse(text, out _)?.Conditions.Contains(condition) != true) return null;
        var column = text.IndexOf(condition.Property + "=", StringComparison.Ordinal);
        var end = column + condition.ToString().Length;
        return handler.Attribute.ArgumentLocation(text, new(Math.Max(column, 0), end - Math.Max(column, 0), ""));
    }
}
