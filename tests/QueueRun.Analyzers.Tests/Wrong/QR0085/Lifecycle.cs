// A hosted lifecycle service, below a class of the program's own, by an alias
using S = QueueRun.ISocket;

abstract class Service : BackgroundService;

sealed class Ticker : Service
{
    public Ticker(S? {|QR0085:socket|} = null) => Socket = socket;
    private S? Socket { get; }
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Socket is null ? Task.CompletedTask : Socket.To("ann").SendAsync("x").AsTask();
}
