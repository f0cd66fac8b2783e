using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds methods with a longer timeout than the default that take no token, and so do not notice the timeout.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutAnalyzer : QueueRunAnalyzer
{
    /// <summary>The default values of <c>DefaultTimeout</c> and of <c>JobTimeout</c>, in seconds.</summary>
    private const double HandlerTimeout = 10, JobTimeout = 300;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.LongWithoutToken);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterMethodAction(known, (method, report) => Report(method, known, report));

    private static void Report(IMethodSymbol method, KnownTypes known, Action<Diagnostic> report)
    {
        var (usual, most) = method.IsJob(known) ? (JobTimeout, JobMethod.MaxTimeout) : (HandlerTimeout, Handler.MaxTimeout);
        foreach (var attribute in method.GetAttributes().Where(attribute => MarkedKind.Of(attribute, known) is not null))
        {
            if (attribute.Named("TimeoutSeconds") is not double seconds || !(seconds > usual && seconds <= most)) continue;
            if (IsTold(method, known)) return;
            report(Diagnostic.Create(Descriptors.LongWithoutToken, attribute.NamedLocation("TimeoutSeconds"), method.ShortName(), seconds.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsTold(IMethodSymbol method, KnownTypes known)
    {
        var parameters = method.IsStatic ? method.Parameters : method.Parameters.Concat(method.ContainingType.InstanceConstructors.SelectMany(constructor => constructor.Parameters));
        return parameters.Any(parameter => parameter.Type.Is(known.CancellationToken) || parameter.Type.Is(known.SocketRequest)
            || parameter.Type.Is(known.JobContext) || parameter.Type.Is(known.HttpContext));
    }
}
