using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>What a lifecycle method is marked as.</summary>
internal enum LifecycleKind
{
    Authenticate,
    OnConnect,
    OnOnline,
    OnOffline,
}

/// <summary>A method with a lifecycle attribute, found valid. Holds symbols: it stays inside a transform or an analysis.</summary>
/// <param name="Kind">Its attribute.</param>
/// <param name="Target">How it is called.</param>
/// <param name="Returns">What it returns: a user, or nothing.</param>
/// <param name="Parameters">What its parameters are.</param>
internal sealed record LifecycleMethod(LifecycleKind Kind, MethodTarget Target, Returns Returns, HandlerParameters Parameters)
{
    public IMethodSymbol Method => Target.Method;

    /// <summary>Reads a marked method; null, and problems, where it cannot serve.</summary>
    public static LifecycleMethod? Read(IMethodSymbol method, LifecycleKind kind, KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var offer = kind switch
        {
            LifecycleKind.Authenticate => Offer.Authenticate,
            LifecycleKind.OnConnect => Offer.Connect,
            _ => Offer.Hook,
        };
        var before = problems.Found;
        var target = MethodTarget.Read(method, offer, known, problems);
        var returns = ReadReturns(method, kind, known, problems);
        var parameters = HandlerParameters.Read(method.Parameters, null, offer, known, canBeJson, problems);
        return target is null || returns is null || parameters is null || problems.Found > before ? null : new(kind, target, returns, parameters);
    }

    /// <summary>What a method is marked as.</summary>
    public static IEnumerable<LifecycleKind> KindsOf(IMethodSymbol method, KnownTypes known)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type) continue;
            if (type.Is(known.Authenticate)) yield return LifecycleKind.Authenticate;
            else if (type.Is(known.OnConnect)) yield return LifecycleKind.OnConnect;
            else if (type.Is(known.OnOnline)) yield return LifecycleKind.OnOnline;
            else if (type.Is(known.OnOffline)) yield return LifecycleKind.OnOffline;
        }
    }

    /// <summary>The attribute type of a kind.</summary>
    public static INamedTypeSymbol? AttributeOf(LifecycleKind kind, KnownTypes known) => kind switch
    {
        LifecycleKind.Authenticate => known.Authenticate,
        LifecycleKind.OnConnect => known.OnConnect,
        LifecycleKind.OnOnline => known.OnOnline,
        _ => known.OnOffline,
    };

    private static Returns? ReadReturns(IMethodSymbol method, LifecycleKind kind, KnownTypes known, Problems problems)
    {
        var returns = Returns.Read(method.ReturnType, known);
        var isUser = returns.Message is { IsReferenceType: true } user && user.IsA(known.SocketUser) && returns.Kind != ReturnKind.Stream;
        var reason =
            method.ReturnsByRef || method.ReturnsByRefReadonly ? "it returns a reference; return the value"
            : method.IsAsyncVoid() ? "nobody can await 'async void'; return Task"
            : kind switch
            {
                _ when isUser && JsonAccess.CannotName(returns.Message!, known.Compilation) is { } problem => $"{problem.Reason}; {problem.Cure}",
                LifecycleKind.Authenticate => isUser ? null
                    : "it does not say who it is; return SocketUser or another class that implements ISocketUser (or a Task or ValueTask of it), null for not yet",
                LifecycleKind.OnConnect => isUser || returns.Message is null ? null
                    : "it may return nothing, or SocketUser or another class that implements ISocketUser (or a Task or ValueTask of it)",
                _ => returns.Message is null ? null : "nobody takes what it returns; return void, Task or ValueTask",
            };
        if (reason is null) return returns;
        problems.Add(Ids.LifecycleSignature, method.Location(), method.ShortName(), reason);
        return null;
    }
}
