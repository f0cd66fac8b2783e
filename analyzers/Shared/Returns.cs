using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The form of a method's result.</summary>
internal enum ReturnKind
{
    Void,
    Task,
    ValueTask,
    Value,
    TaskOfValue,
    ValueTaskOfValue,
    Stream,
}

/// <summary>The result of a method.</summary>
/// <param name="Kind">The form of the result.</param>
/// <param name="Message">The type of the value, or of a stream's elements; null if there is no value, or it is a <c>SendResult</c>, which
/// is not a message.</param>
internal sealed record Returns(ReturnKind Kind, ITypeSymbol? Message)
{
    /// <summary>The result of a handler; null, with a problem, if it cannot be sent.</summary>
    public static Returns? OfHandler(IMethodSymbol method, KnownTypes known, Problems problems)
    {
        var type = method.ReturnType;
        string? reason =
            method.ReturnsByRef || method.ReturnsByRefReadonly ? "it returns a reference; return the value"
            : method.IsAsyncVoid() ? "'async void' cannot be awaited; return Task"
            : null;
        var result = reason is null ? Read(type, known) : null;
        if (result is not null) reason = Reason(result, known);
        if (reason is null && result?.Message is { } untyped && JsonUntyped.Is(untyped, known.Compilation))
        {
            problems.Add(Ids.ObjectReturned, method.Location(), method.ShortName(), type.ShortName(), result.Kind == ReturnKind.Stream ? "each element is" : "it is");
            return null;
        }
        if (reason is null) return result is { Message: { } message } && message.Is(known.SendResult) ? result with { Message = null } : result;
        problems.Add(Ids.ReturnNotSupported, method.Location(), method.ShortName(), reason);
        return null;
    }

    /// <summary>The result of a method that does jobs: nothing, or a <c>SendResult</c>; null, with a problem, for any other.</summary>
    public static Returns? OfJob(IMethodSymbol method, KnownTypes known, Problems problems)
    {
        var result = Read(method.ReturnType, known);
        var reason =
            method.IsAsyncVoid() ? "'async void' cannot be awaited; return Task"
            : result.Message is null ? null
            : IsTask(result.Message, known) || IsAwaitable(result.Message) ? $"'{result.Message.ShortName()}' would not be awaited; return Task or ValueTask"
            : result.Message.Is(known.SendResult) && result.Kind != ReturnKind.Stream && !method.ReturnsByRef && !method.ReturnsByRefReadonly ? null
            : "a job's result has no recipient; send it with ISocket, and return Task";
        if (reason is null) return result with { Message = null };
        problems.Add(Ids.ReturnNotSupported, method.Location(), method.ShortName(), reason);
        return null;
    }

    /// <summary>Analyzes a return type.</summary>
    public static Returns Read(ITypeSymbol type, KnownTypes known)
    {
        if (type.SpecialType == SpecialType.System_Void) return new(ReturnKind.Void, null);
        if (type.Is(known.Task)) return new(ReturnKind.Task, null);
        if (type.Is(known.ValueTask)) return new(ReturnKind.ValueTask, null);
        if (type.IsOf(known.TaskOfT)) return new(ReturnKind.TaskOfValue, Argument(type));
        if (type.IsOf(known.ValueTaskOfT)) return new(ReturnKind.ValueTaskOfValue, Argument(type));
        var streams = Streams(type, known).ToList();
        return streams.Count == 1 ? new(ReturnKind.Stream, Argument(streams[0])) : new(ReturnKind.Value, type);
    }

    private static string? Reason(Returns result, KnownTypes known)
        => result.Message switch
        {
            null => null,
            IPointerTypeSymbol or IFunctionPointerTypeSymbol or { IsRefLikeType: true }
                => $"'{result.Message.ShortName()}' does not outlive the method; return a value that does",
            var type when type.IsA(known.HttpResult) || type.IsA(known.ActionResult)
                => $"'{type.ShortName()}' answers an HTTP request, but there is none; return the message itself",
            var type when type.Is(known.SendResult) && result.Kind == ReturnKind.Stream
                => "a SendResult is not a message; return Task",
            var type when IsTask(type, known)
                => $"a task inside '{type.ShortName()}' would not be awaited; return one Task, or one Task<T>",
            var type when Streams(type, known).Any() && result.Kind != ReturnKind.Value
                => "a stream inside a task or a stream is not enumerated; return IAsyncEnumerable<T>",
            var type when Streams(type, known).Any()
                => $"'{type.ShortName()}' is more than one stream; return IAsyncEnumerable<T>",
            var type when IsAwaitable(type)
                => $"'{type.ShortName()}' would not be awaited; return Task, Task<T>, ValueTask or ValueTask<T>",
            _ => null,
        };

    private static IEnumerable<ITypeSymbol> Streams(ITypeSymbol type, KnownTypes known)
        => type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type).Where(t => t.IsOf(known.AsyncEnumerable));

    private static bool IsTask(ITypeSymbol type, KnownTypes known) => type.IsA(known.Task) || type.Is(known.ValueTask) || type.IsOf(known.ValueTaskOfT);

    private static bool IsAwaitable(ITypeSymbol type)
        => type.GetMembers("GetAwaiter").Any(member => member is IMethodSymbol { Parameters.IsEmpty: true, IsStatic: false });

    private static ITypeSymbol Argument(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0];
}
