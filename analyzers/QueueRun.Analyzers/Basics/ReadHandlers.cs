using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The handlers of a method with their problems: several rules need them, and they are read once.</summary>
internal sealed class ReadHandlers
{
    private static readonly ConditionalWeakTable<IMethodSymbol, ReadHandlers> s_read = new();
    private static readonly ReadHandlers s_none = new([], new());

    private ReadHandlers(ImmutableArray<Handler> handlers, Problems problems) => (Handlers, Problems) = (handlers, problems);

    /// <summary>The valid handlers: one per <c>[SocketHandler]</c>.</summary>
    public ImmutableArray<Handler> Handlers { get; }

    /// <summary>The problems. Copy them before adding more.</summary>
    public Problems Problems { get; }

    public static ReadHandlers Of(IMethodSymbol method, KnownTypes known)
    {
        // Methods with other marks are not remembered.
        if (method.Attribute(known[MarkedKind.SocketHandler]) is null) return s_none;
        return s_read.GetValue(method, _ =>
        {
            Problems problems = new();
            return new(Handler.ReadAll(method, known, JsonSupport.CanBeRead(known), problems), problems);
        });
    }
}
