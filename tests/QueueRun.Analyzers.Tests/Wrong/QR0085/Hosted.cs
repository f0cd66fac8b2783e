// A hosted service with a queue, partial, with a constructor of its own
record Mail(string To);

partial class Greeter : IHostedService
{
    private readonly IQueue<Mail> _mails;
    public Greeter(IQueue<Mail> {|QR0085:mails|}, TimeProvider time) => (_mails, Time) = (mails, time);
    public TimeProvider Time { get; }
}
partial class Greeter
{
    public async Task StartAsync(CancellationToken cancellationToken) => await _mails.PushAsync(new("ann"), null, cancellationToken);
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
static class Mails { [QueueHandler] internal static void Send(Mail job) => Console.WriteLine(job); }
