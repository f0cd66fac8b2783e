using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The handlers of a method and what is wrong with it: several rules ask, and it is read once.</summary>
internal sealed class ReadHandlers
{
    private static readonly ConditionalWeakTable<IMethodSymbol, ReadHandlers> s_read = new();
    private static readonly ReadHandlers s_none = new([], new());

    private ReadHandlers(ImmutableArray<Handler> handlers, Problems problems) => (Handlers, Problems) = (handlers, problems);

    /// <summary>What is right: one for each <c>[SocketHandler]</c>.</summary>
    public ImmutableArray<Handler> Handlers { get; }

    /// <summary>What is wrong. Whoever adds to it takes a copy.</summary>
    public Problems Problems { get; }

    public static ReadHandlers Of(IMethodSymbol method, KnownTypes known)
    {
        // Methods that are marked as something else: they are not remembered.
        if (method.Attribute(known.SocketHandler) is null) return s_none;
        return s_read.GetValue(method, _ =>
        {
            Problems problems = new();
            return new(Handler.ReadAll(method, known, JsonQuestion.CanBeRead(known), problems), problems);
        });
    }
}
