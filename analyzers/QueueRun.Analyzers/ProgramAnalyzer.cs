using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds programs that have handlers but never call <c>AddQueueRun</c> or <c>MapSockets</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProgramAnalyzer : QueueRunAnalyzer
{
    private const string Add = "AddQueueRun", Map = "MapSockets";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.NotAdded);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        if (!IsProgram(start.Compilation) || TestProject.Is(start.Compilation, start.Options)) return;
        Program program = new(known);
        start.RegisterMethodAction(known, (method, _) => program.AddMethod(method));
        // Every use of these names counts, so a call inside another method is found too.
        start.RegisterSyntaxNodeAction(node => program.AddName(node.Node), SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.MemberBindingExpression, SyntaxKind.InvocationExpression);
        start.RegisterCompilationEndAction(end => program.Report(end));
    }

    private static bool IsProgram(Compilation compilation) => compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    /// <summary>Collects what is found in one compilation, until all of it is known.</summary>
    private sealed class Program(KnownTypes known)
    {
        private readonly ConcurrentBag<IMethodSymbol> _marked = [];
        private volatile bool _adds, _maps;

        public void AddMethod(IMethodSymbol method) => _marked.Add(method);

        public void AddName(SyntaxNode node)
        {
            var name = node switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                InvocationExpressionSyntax call => call.Expression as SimpleNameSyntax,
                _ => null,
            };
            if (name?.Identifier.ValueText == Add) _adds = true;
            if (name?.Identifier.ValueText == Map) _maps = true;
        }

        public void Report(CompilationAnalysisContext end)
        {
            if (First(_marked) is not { } first) return;
            if (!_adds || !_maps) LookIntoGenerated(end);
            // A library cannot add handlers that it does not know, but it can map the endpoint.
            var called = First(_marked.Where(method => !method.IsJob(known)));
            var mustMap = !_maps && called is not null && !Libraries.Use(known.Compilation, "QueueRun");
            var (method, calls, cure) = (_adds, mustMap) switch
            {
                (false, true) => (called!, $"{Add} and {Map}", "'builder.Services.AddQueueRun()' and 'app.MapSockets(\"/socket\")'"),
                (false, false) => (first, Add, "'builder.Services.AddQueueRun()'"),
                (true, true) => (called!, Map, "'app.MapSockets(\"/socket\")'"),
                _ => default,
            };
            if (method is not null) end.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAdded, method.Location(), method.ShortName(), calls, cure));
        }

        /// <summary>Also searches files that count as generated, for which no rule is called.</summary>
        private void LookIntoGenerated(CompilationAnalysisContext end)
        {
            foreach (var tree in known.Compilation.SyntaxTrees.Where(tree => GeneratedFiles.Counts(tree, end.Options)))
            {
                foreach (var node in tree.GetRoot(end.CancellationToken).DescendantNodes()) AddName(node);
            }
        }

        private static IMethodSymbol? First(IEnumerable<IMethodSymbol> methods) => methods.OrderBy(method => method.Location()!, SourceOrder.Instance).FirstOrDefault();
    }
}
