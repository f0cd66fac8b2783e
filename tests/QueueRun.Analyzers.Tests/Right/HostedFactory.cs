// Hosted services that need no current user, and a class with an ISocket that is none
class Warmup(IServiceProvider services, ILogger<Warmup> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) { log.LogInformation("{Services}", services); return Task.CompletedTask; }
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
class Greeter(ISocket socket) : IDisposable { public void Dispose() => Console.WriteLine(socket); }
