using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Compares methods with the emitted announcement of an assembly's module.</summary>
internal static class Announcement
{
    /// <summary>Whether a module contains a method that is valid by one of its marks.</summary>
    public static bool Has(ModuleContent content, IMethodSymbol method, KnownTypes known)
    {
        var handlers = ReadHandlers.Of(method, known).Handlers;
        if (!handlers.All(handler => content.Routes.Contains(handler.AnnouncedRoute))) return false;
        if (JobMethod.Read(method, known, new Problems()) is { } job
            && !content.Queues.Contains(job.JobType is { } type ? $"{job.Queue} {type.FullName()}" : job.Queue)) return false;
        var name = method.FullName();
        return LifecycleMethod.KindsOf(method, known).All(kind => kind.Role == MarkedRole.Hook ? content.Hooks.Contains(name) : content.Authenticator(kind) == name);
    }
}
