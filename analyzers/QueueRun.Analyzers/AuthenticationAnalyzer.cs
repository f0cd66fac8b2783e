using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Checks the methods that authenticate users, and the parameters that receive them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AuthenticationAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.Of(Ids.SecondAuthentication, Ids.NobodyAuthenticates, Ids.UserNeverReturned, Ids.NeverReached);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        Program program = new(known);
        start.RegisterMethodAction(known, (method, _) => program.AddMethod(method));
        start.RegisterSyntaxNodeAction(program.AddCode, SyntaxKind.InvocationExpression, SyntaxKind.SimpleAssignmentExpression);
        start.RegisterCompilationEndAction(end => program.Report(Referenced.Read(end.Compilation, end.Options), end.ReportDiagnostic));
    }

    /// <summary>Collects what is found in one compilation, until all of it is known.</summary>
    private sealed class Program(KnownTypes known)
    {
        private readonly ConcurrentBag<LifecycleMethod> _methods = [];
        private readonly ConcurrentBag<IParameterSymbol> _users = [];
        private readonly ConcurrentBag<(IMethodSymbol Handler, IParameterSymbol User)> _closed = [];
        private volatile bool _usesAspNetCore;

        public void AddMethod(IMethodSymbol method)
        {
            foreach (var kind in LifecycleMethod.KindsOf(method, known))
            {
                if (LifecycleMethod.Read(method, kind, known, JsonSupport.CanBeRead(known), new Problems()) is not { } found) continue;
                _methods.Add(found);
                AddUsers(found.Target, found.Parameters);
            }
            foreach (var handler in ReadHandlers.Of(method, known).Handlers) AddUsers(handler);
        }

        /// <summary>
        /// Any name that ASP.NET Core's authentication uses, or an assignment to a request's user, may authenticate the request.
        /// </summary>
        public void AddCode(SyntaxNodeAnalysisContext node)
        {
            if (_usesAspNetCore) return;
            _usesAspNetCore = node.Node switch
            {
                InvocationExpressionSyntax call => IsOfAuthentication(call.NameText())
                    && node.SemanticModel.GetSymbolInfo(call, node.CancellationToken).Symbol is IMethodSymbol { MethodKind: not MethodKind.DelegateInvoke },
                AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "User" } or IdentifierNameSyntax { Identifier.ValueText: "User" } } assignment
                    => node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol property && property.ContainingType.IsA(known.HttpContext),
                _ => false,
            };
        }

        public void Report(Referenced referenced, Action<Diagnostic> report)
        {
            var methods = _methods.OrderBy(method => method.Method.Location()!, SourceOrder.Instance).ToList();
            foreach (var kind in MarkedKind.All.Where(kind => kind.Role == MarkedRole.Authenticator))
            {
                var theirs = referenced.Modules.Select(module => module.Content.Authenticator(kind));
                var ours = methods.Where(method => method.Kind == kind).Select(method => (method.Method.ShortName(), method.Method.Location()));
                ReportSecond([.. theirs.OfType<string>().Select(name => (name, (Location?)null)), .. ours], kind, referenced, report);
            }

            // In all other cases, the program that uses this library, or a library that this program uses, may authenticate.
            if (!referenced.Modules.IsEmpty || DecidesInGeneratedFile(methods)) return;
            var isProgram = known.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
            var returned = methods.Select(method => method.Returns.Message).OfType<ITypeSymbol>().ToList();
            if (isProgram && returned.Count == 0 && !_usesAspNetCore && !Libraries.Use(known.Compilation, "Microsoft.AspNetCore"))
            {
                foreach (var hook in methods.Where(method => method.Kind.Role == MarkedRole.Hook))
                    report(Diagnostic.Create(Descriptors.NobodyAuthenticates, hook.Method.Location(), hook.Method.ShortName()));
                foreach (var (handler, user) in _closed.Distinct().Where(closed => !NeverReturned(closed.User, [known.DefaultUser!])))
                    report(Diagnostic.Create(Descriptors.NeverReached, user.Location(), handler.ShortName(), NoUser(user)));
            }
            // If no method returns users, those of ASP.NET Core are SocketUsers.
            if (returned.Count > 0 ? _usesAspNetCore : isProgram) returned.Add(known.DefaultUser!);
            if (returned.Count > 0) ReportUsers(returned, report);
        }

        /// <summary>
        /// Whether emitted code knows an authenticating method that no rule has seen, because its file counts as generated.
        /// </summary>
        private bool DecidesInGeneratedFile(List<LifecycleMethod> methods)
            => known.Compilation.Assembly.Attribute(known.QueueRunModule) is { } module && ModuleContent.Read(module) is var announced
                && announced.Authenticators.Any(authenticator => !methods.Exists(method => method.Method.FullName() == authenticator.Name));

        private void AddUsers(Handler handler)
        {
            AddUsers(handler.Target, handler.Parameters);
            var user = handler.Target.ConstructorParameters.Concat(handler.Parameters.All)
                .FirstOrDefault(bound => bound is { Source: ParameterSource.User or ParameterSource.UserId, Optional: false });
            if (user is not null) _closed.Add((handler.Method, user.Parameter));
        }

        private static bool IsOfAuthentication(string? name) => name is not null && (name.Contains("Auth") || name.Contains("Identity"));

        private static string NoUser(IParameterSymbol user)
            => $"it takes a user, but nothing authenticates connections; add an [Authenticate] method or ASP.NET Core authentication, or make '{user.Name}' nullable";

        private void AddUsers(MethodTarget target, HandlerParameters parameters)
        {
            foreach (var bound in target.ConstructorParameters.Concat(parameters.All).Where(bound => bound.Source == ParameterSource.User))
                _users.Add(bound.Parameter);
        }

        private void ReportUsers(List<ITypeSymbol> returned, Action<Diagnostic> report)
        {
            var names = string.Join(" or ", returned.Select(type => $"'{type.ShortName()}'").Distinct());
            foreach (var user in _users.Distinct<IParameterSymbol>(SymbolEqualityComparer.Default))
            {
                if (NeverReturned(user, returned))
                    report(Diagnostic.Create(Descriptors.UserNeverReturned, user.Location(), user.Name, user.Type.ShortName(), names));
            }
        }

        private static bool NeverReturned(IParameterSymbol user, List<ITypeSymbol> returned)
            => user.Type.SpecialType != SpecialType.System_String && !returned.Exists(type => MayBe(type, user.Type));

        /// <summary>
        /// Whether an object that is returned as one type may be of the other: a class that is not sealed may have such a subclass.
        /// </summary>
        private static bool MayBe(ITypeSymbol returned, ITypeSymbol wanted)
            => returned.IsA((INamedTypeSymbol)wanted) || wanted.IsA((INamedTypeSymbol)returned)
                || (wanted.TypeKind == TypeKind.Interface && !returned.IsSealed)
                || (returned.TypeKind == TypeKind.Interface && !wanted.IsSealed);

        private static void ReportSecond(List<(string Name, Location? Location)> marked, MarkedKind kind, Referenced referenced, Action<Diagnostic> report)
        {
            foreach (var (name, location) in marked.Skip(1).Where(method => referenced.IsTold(method.Location)))
                report(Diagnostic.Create(Descriptors.SecondAuthentication, location, name, kind.Name, marked[0].Name));
        }
    }
}
