using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The methods that QueueRun calls: handlers, lifecycle methods and jobs.</summary>
internal static class Marks
{
    /// <summary>Whether a method has one of QueueRun's attributes, valid or not.</summary>
    public static bool IsMarked(this IMethodSymbol method, KnownTypes known)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (MarkedKind.Of(attribute, known) is not null) return true;
        }
        return false;
    }

    /// <summary>Whether a method has one of the attributes that make it do jobs.</summary>
    public static bool IsJob(this IMethodSymbol method, KnownTypes known)
        => MarkedKind.AllOf(method, known).Any(kind => kind.Role == MarkedRole.Job);
}
