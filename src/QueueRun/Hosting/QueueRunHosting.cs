using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Hosting;

/// <summary>What the emitted <c>AddQueueRun</c> calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QueueRunHosting
{
    /// <summary>Adds QueueRun with the handlers of a module and of every module that it references.</summary>
    public static QueueRunBuilder AddQueueRun(IServiceCollection services, QueueRunModule module, Action<QueueRunOptions>? configure)
        => throw new NotSupportedException();
}
