using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>What QueueRun calls: handlers, lifecycle methods and jobs.</summary>
internal static class Marks
{
    /// <summary>Whether a method has one of QueueRun's attributes, valid or not.</summary>
    public static bool IsMarked(this IMethodSymbol method, KnownTypes known)
    {
        // Asked of every method by every rule: a lambda would be an object each time.
        foreach (var attribute in method.GetAttributes())
        {
            if (IsMark(attribute, known)) return true;
        }
        return false;
    }

    /// <summary>Whether a method has one of the attributes that make it do jobs.</summary>
    public static bool IsJob(this IMethodSymbol method, KnownTypes known)
        => method.Attribute(known.QueueHandler) is not null || method.Attribute(known.ScheduleHandler) is not null;

    public static bool IsMark(AttributeData attribute, KnownTypes known)
        => attribute.AttributeClass is { } type
            && (type.Is(known.SocketHandler) || type.Is(known.QueueHandler) || type.Is(known.ScheduleHandler)
                || type.Is(known.Authenticate) || type.Is(known.OnConnect) || type.Is(known.OnOnline) || type.Is(known.OnOffline));
}
