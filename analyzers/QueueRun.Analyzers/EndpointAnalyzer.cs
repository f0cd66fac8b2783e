using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds endpoints that handlers name but the program does not map, and the reverse, if the compiler sees all of both.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointAnalyzer : QueueRunAnalyzer
{
    private const string Map = "MapSockets";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.EndpointUnknown);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        // The program that uses a library maps its endpoints, and a test project may reference several programs.
        if (start.Compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication)) return;
        if (TestProject.Is(start.Compilation, start.Options)) return;
        Program program = new(known);
        start.RegisterMethodAction(known, (method, _) => program.AddMethod(method));
        start.RegisterSyntaxNodeAction(program.AddName, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.MemberBindingExpression);
        start.RegisterCompilationEndAction(program.Report);
    }

    /// <summary>Collects what is found in one compilation, until all of it is known.</summary>
    private sealed class Program(KnownTypes known)
    {
        private readonly ConcurrentBag<(string Endpoint, string Handler, Location Location)> _handlers = [];
        private readonly ConcurrentBag<(string? Endpoint, Location Location)> _mapped = [];
        private volatile bool _mapsOthers; // by a name that is not constant, or in a way that is not seen

        public void AddMethod(IMethodSymbol method)
        {
            foreach (var attribute in method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(known[MarkedKind.SocketHandler]) == true))
            {
                if (Handler.EndpointOf(attribute, method, known) is { } endpoint && Place(attribute, method) is { } place) _handlers.Add((endpoint, method.ShortName(), place));
            }
        }

        public void AddName(SyntaxNodeAnalysisContext node)
        {
            var name = node.Node is MemberAccessExpressionSyntax access ? access.Name : ((MemberBindingExpressionSyntax)node.Node).Name;
            if (name.Identifier.ValueText != Map) return;
            var call = node.Node.Parent is InvocationExpressionSyntax parent && parent.Expression == node.Node
                ? node.SemanticModel.GetOperation(parent, node.CancellationToken) as IInvocationOperation : null;
            if (call?.TargetMethod.ContainingType.Is(known.SocketEndpoints) != true)
            {
                _mapsOthers = true;
                return;
            }
            switch (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "endpoint"))
            {
                case null: _mapped.Add((null, node.Node.GetLocation())); break;
                case { Value.ConstantValue: { HasValue: true, Value: var value } } argument: _mapped.Add((value as string, argument.Syntax.GetLocation())); break;
                default: _mapsOthers = true; break;
            }
        }

        public void Report(CompilationAnalysisContext end)
        {
            ReportHandlers(end);
            var known = Handled(end.Compilation);
            foreach (var (endpoint, location) in _mapped)
            {
                if (endpoint is not null && !known.Contains(endpoint))
                    end.ReportDiagnostic(Diagnostic.Create(Descriptors.EndpointUnknown, location, endpoint,
                        $"has no handler of its own; mark one [SocketHandler(Endpoint = \"{endpoint}\")], or correct the name"));
            }
        }

        /// <summary>
        /// Reports handlers of unmapped endpoints. If no endpoint is mapped, another rule reports; a library that uses QueueRun may map
        /// some.
        /// </summary>
        private void ReportHandlers(CompilationAnalysisContext end)
        {
            if (_mapped.IsEmpty || _mapsOthers || Libraries.Use(end.Compilation, "QueueRun")) return;
            HashSet<string> mapped = [.. _mapped.Select(one => one.Endpoint).OfType<string>()];
            // If a class names the endpoint, the message names the first of its handlers.
            var lost = _handlers.Where(handler => !mapped.Contains(handler.Endpoint)).GroupBy(handler => handler.Location)
                .Select(same => same.OrderBy(handler => handler.Handler, StringComparer.Ordinal).First()).ToList();
            if (lost.Count == 0 || MapsInGenerated(end)) return;
            foreach (var (endpoint, handler, location) in lost)
            {
                end.ReportDiagnostic(Diagnostic.Create(Descriptors.EndpointUnknown, location, endpoint,
                    $"is not mapped, and '{handler}' belongs only to it; write app.MapSockets(\"/{endpoint}\", \"{endpoint}\"), or correct the name"));
            }
        }

        /// <summary>
        /// The endpoints that handlers name: those of this compilation, valid or not, those in generated files, and those of other
        /// assemblies.
        /// </summary>
        private HashSet<string> Handled(Compilation compilation)
        {
            var own = compilation.Assembly.Attribute(known.QueueRunModule) is { } module ? ModuleContent.Read(module).Routes : EquatableArray<string>.Empty;
            var announced = AnnouncedModule.ReadAll(compilation).SelectMany(module => module.Content.Routes).Concat(own);
            return [.. announced.Select(route => AnnouncedRoute.Parse(route).Endpoint).OfType<string>(), .. _handlers.Select(handler => handler.Endpoint)];
        }

        private static bool MapsInGenerated(CompilationAnalysisContext end)
            => end.Compilation.SyntaxTrees.Where(tree => GeneratedFiles.Counts(tree, end.Options))
                .Any(tree => tree.GetRoot(end.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText == Map));

        private Location? Place(AttributeData attribute, IMethodSymbol method)
            => attribute.Named("Endpoint") is string ? attribute.NamedLocation("Endpoint") : method.ContainingType.Attribute(known.SocketEndpoint)?.ArgumentLocation();
    }
}
