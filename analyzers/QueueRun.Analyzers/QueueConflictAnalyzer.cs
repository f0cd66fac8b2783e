using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds two methods that do the jobs of one queue or of one type, here or in a referenced assembly.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueueConflictAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.QueueTaken);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        ConcurrentBag<Taker> takers = [];
        start.RegisterMethodAction(known, (method, _) =>
        {
            if (JobMethod.Read(method, known, new Problems()) is { } job) takers.Add(Taker.Of(job));
        });
        start.RegisterCompilationEndAction(end =>
        {
            var referenced = Referenced.Read(end.Compilation, end.Options);
            var theirs = referenced.Modules.SelectMany(module => module.Content.Queues.Select(queue => Taker.Of(module, queue, end.Compilation)));
            Report([.. theirs, .. takers.OrderBy(taker => taker.Location!, SourceOrder.Instance)], referenced, end.ReportDiagnostic);
        });
    }

    private static void Report(List<Taker> takers, Referenced referenced, Action<Diagnostic> report)
    {
        Dictionary<string, Taker> ofQueue = new(StringComparer.Ordinal);
        Dictionary<string, List<Taker>> ofType = new(StringComparer.Ordinal);
        foreach (var taker in takers)
        {
            if (!ofQueue.TryGetValue(taker.Queue, out var sameQueue)) ofQueue.Add(taker.Queue, taker);
            List<Taker>? earlier = null;
            if (taker.Type is { } type && !ofType.TryGetValue(type, out earlier)) ofType.Add(type, earlier = []);
            var sameType = earlier?.Find(taker.HasTypeOf);
            earlier?.Add(taker);
            if (!referenced.IsTold(taker.Location)) continue;
            if (sameQueue is not null)
                report(Diagnostic.Create(Descriptors.QueueTaken, taker.Location, taker.Name, sameQueue.Name, $"the jobs of the queue '{taker.Queue}'", "name"));
            else if (sameType is not null)
                report(Diagnostic.Create(Descriptors.QueueTaken, taker.Location, taker.Name, sameType.Name, $"jobs of the type '{taker.Type}'", "type"));
        }
    }

    /// <summary>A method that does the jobs of a queue, or a referenced assembly with such a method, which has no location.</summary>
    private sealed record Taker(string Name, string Queue, string? Type, string Assembly, bool OwnsType, Location? Location)
    {
        public static Taker Of(JobMethod method)
        {
            var assembly = method.Method.ContainingAssembly;
            var type = method.JobType;
            return new(method.Method.ShortName(), method.Queue, type?.FullName(), assembly.Name, type is not null && IsOf(type, assembly), method.Attribute.Location());
        }

        public static Taker Of(AnnouncedModule module, string announced, Compilation compilation)
        {
            var space = announced.IndexOf(' ');
            if (space < 0) return new(module.Name, announced, null, module.Name, false, null);
            var type = announced.Substring(space + 1);
            var ownsType = module.Assembly is { } assembly ? Defines(type, assembly.GetTypeByMetadataName) : IsUnknown(type, compilation);
            return new(module.Name, announced.Substring(0, space), type, module.Name, ownsType, null);
        }

        /// <summary>
        /// Whether two types with the same name are the same type. For a type in a referenced assembly only the name is known: two
        /// assemblies may each have a type with this name, and a referenced assembly cannot know a type of this one.
        /// </summary>
        public bool HasTypeOf(Taker other)
            => Assembly == other.Assembly || !(OwnsType && (other.OwnsType || Location is not null));

        private static bool IsOf(ITypeSymbol type, IAssemblySymbol assembly) => type switch
        {
            IArrayTypeSymbol array => IsOf(array.ElementType, assembly),
            INamedTypeSymbol named => SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, assembly) || named.TypeArguments.Any(argument => IsOf(argument, assembly)),
            _ => false,
        };

        /// <summary>
        /// Whether the assembly itself declares a type that is not generic; nested types are found by their metadata names.
        /// </summary>
        private static bool Defines(string type, Func<string, INamedTypeSymbol?> find)
        {
            for (var name = type; ; name = name.Substring(0, name.LastIndexOf('.')) + "+" + name.Substring(name.LastIndexOf('.') + 1))
            {
                if (find(name) is not null) return true;
                if (name.LastIndexOf('.') < 0) return false;
            }
        }

        /// <summary>
        /// Whether a type belongs to an assembly that is not visible; false for generic and array types, which are not resolved.
        /// </summary>
        private static bool IsUnknown(string type, Compilation compilation)
            => type.All(c => c == '.' || SyntaxFacts.IsIdentifierPartCharacter(c)) && SyntaxFacts.GetKeywordKind(type) == SyntaxKind.None
                && !Defines(type, name => compilation.GetTypesByMetadataName(name).FirstOrDefault());
    }
}
