using QueueRun.Calls;

namespace QueueRun.Jobs;

/// <summary>A method that does jobs, with the decisions that are made about it at start.</summary>
/// <param name="Queue">Its queue; for a schedule, the method's full name.</param>
/// <param name="Descriptor">The method as it was emitted.</param>
/// <param name="Timeout">How long a job may take.</param>
/// <param name="NeedsScope">Whether it needs a service that is not a singleton.</param>
internal sealed record JobHandler(string Queue, JobDescriptor Descriptor, TimeSpan Timeout, bool NeedsScope);

/// <summary>All methods of a program that do jobs, by queue, and its queues by the type of their jobs.</summary>
internal sealed class JobTable
{
    private readonly Dictionary<string, JobHandler> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, JobType> _types = [];

    public JobTable(
        IReadOnlyList<JobType> types, IReadOnlyList<ScheduleDescriptor> schedules, ServiceLifetimes lifetimes, QueueRunOptions options)
    {
        foreach (var type in types)
        {
            Add(type.Descriptor.Queue, type.Descriptor);
            if (!_types.TryAdd(type.Type, type))
            {
                throw new InvalidOperationException(
                    $"{type.Descriptor.Name} and {_types[type.Type].Descriptor.Name} both take jobs of the type {type.Type}: a type belongs to one queue. " +
                    "Give one of them a type of its own.");
            }
        }

        foreach (var schedule in schedules) Add(schedule.Name, schedule);
        Queues = new(_handlers.Keys, StringComparer.Ordinal);

        void Add(string queue, JobDescriptor descriptor)
        {
            var timeout = descriptor.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.JobTimeout;
            if (_handlers.TryAdd(queue, new(queue, descriptor, timeout, lifetimes.NeedScope(descriptor.Services)))) return;

            throw new InvalidOperationException(
                $"{descriptor.Name} and {_handlers[queue].Descriptor.Name} both take the jobs of the queue {queue}: give one of them another name.");
        }
    }

    /// <summary>The names of the queues, including those of schedules.</summary>
    public HashSet<string> Queues { get; }

    /// <summary>Whether the program has no methods that do jobs.</summary>
    public bool IsEmpty => _handlers.Count == 0;

    public JobHandler HandlerOf(string queue) => _handlers[queue];

    /// <summary>The queue for jobs of a type.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public JobType<T> TypeOf<T>() => _types.TryGetValue(typeof(T), out var type)
        ? (JobType<T>)type
        : throw new InvalidOperationException($"No method takes jobs of the type {typeof(T)}: mark one with [QueueHandler].");
}
