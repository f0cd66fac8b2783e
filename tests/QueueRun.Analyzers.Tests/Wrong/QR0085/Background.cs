// A background service with an ISocket
class Clock(ISocket {|QR0085:socket|}) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await socket.To("ann").SendAsync("tick", stoppingToken);
}
