// A background service that sends to users and pushes jobs
record Tick(DateTime At);

class Clock(ISockets sockets, IQueues queues, IServiceScopeFactory scopes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await sockets.To("ann").SendAsync(new Tick(DateTime.UtcNow), stoppingToken);
        await queues.For("ann").PushAsync(new Tick(DateTime.UtcNow), cancellationToken: stoppingToken);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISocket>().To("bob").SendAsync("in a scope", stoppingToken);
    }
}
static class Ticks { [QueueHandler] internal static void On(Tick job) => Console.WriteLine(job); }
