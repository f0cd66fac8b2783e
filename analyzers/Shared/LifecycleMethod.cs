using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>A valid method with a lifecycle attribute. Holds symbols: it must not leave a transform or an analysis.</summary>
/// <param name="Kind">The kind of its attribute.</param>
/// <param name="Target">How it is called.</param>
/// <param name="Returns">Its result: a user, or nothing.</param>
/// <param name="Parameters">Its parameters, with their sources.</param>
internal sealed record LifecycleMethod(MarkedKind Kind, MethodTarget Target, Returns Returns, HandlerParameters Parameters)
{
    public IMethodSymbol Method => Target.Method;

    /// <summary>Reads a marked method; null, with problems, if it is invalid.</summary>
    public static LifecycleMethod? Read(IMethodSymbol method, MarkedKind kind, KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var before = problems.Found;
        var target = MethodTarget.Read(method, kind.Offer, known, problems);
        if (target is null && MethodTarget.IsNone(method, known)) return null;
        var returns = ReadReturns(method, kind.MayReturn, known, problems);
        var parameters = HandlerParameters.Read(method.Parameters, null, kind.Offer, known, canBeJson, problems);
        return target is null || returns is null || parameters is null || problems.Found > before ? null : new(kind, target, returns, parameters);
    }

    /// <summary>
    /// The parameters of a hook and its constructor that take a user of the application's own type, where several processes share users.
    /// </summary>
    public IEnumerable<BoundParameter> OwnUsers(KnownTypes known)
        => Kind.Role == MarkedRole.Hook && known.HasSeveralProcesses
            ? Parameters.All.Concat(Target.ConstructorParameters)
                .Where(parameter => parameter.Source == ParameterSource.User && !parameter.Parameter.Type.Is(known.SocketUser) && !parameter.Parameter.Type.Is(known.DefaultUser))
            : [];

    /// <summary>The lifecycle kinds that a method is marked with.</summary>
    public static IEnumerable<MarkedKind> KindsOf(IMethodSymbol method, KnownTypes known) => MarkedKind.AllOf(method, known).Where(kind => kind.IsLifecycle);

    private static Returns? ReadReturns(IMethodSymbol method, ReturnRule mayReturn, KnownTypes known, Problems problems)
    {
        var returns = Returns.Read(method.ReturnType, known);
        var isUser = returns.Message is { IsReferenceType: true } user && user.IsA(known.SocketUser) && returns.Kind != ReturnKind.Stream;
        var reason =
            method.ReturnsByRef || method.ReturnsByRefReadonly ? "it returns a reference; return the value"
            : method.IsAsyncVoid() ? "'async void' cannot be awaited; return Task"
            : mayReturn switch
            {
                _ when isUser && JsonAccess.CannotName(returns.Message!, known.Compilation) is { } problem => $"{problem.Reason}; {problem.Cure}",
                ReturnRule.User => isUser ? null
                    : "it does not return a user; return SocketUser or another class that implements ISocketUser (or a Task or ValueTask of it), null for not yet",
                ReturnRule.UserOrNothing => isUser || returns.Message is null ? null
                    : "it may return nothing, or SocketUser or another class that implements ISocketUser (or a Task or ValueTask of it)",
                _ => returns.Message is null ? null : "its result is not used; return void, Task or ValueTask",
            };
        if (reason is null) return returns;
        problems.Add(Ids.LifecycleSignature, method.Location(), method.ShortName(), reason);
        return null;
    }
}
