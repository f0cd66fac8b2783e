using QueueRun.Presence;
using QueueRun.Redis.Cluster;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>The log of one process: part of the trace; some entries count, and faults end the history.</summary>
internal sealed class ProcessLog(World world, SimulatedProcess process) : ILogger<ClusterDirectory>, ILogger<PresenceHooks>
{
    private static readonly int[] s_faults = [606, 609, 610];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (world.Traces) world.Trace($"{process.Name} logs: {formatter(state, exception)}");
        if (eventId.Id is 600) process.Registered();
        if (eventId.Id is 603) process.Fenced.Add((world.Now, TimeSpan.MaxValue));
        if (eventId.Id is 605) process.Lost.Add(world.Now);
        if (s_faults.Contains(eventId.Id)) world.Fail($"{process.Name} logs: {formatter(state, exception)} {exception}");
    }
}
