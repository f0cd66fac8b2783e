// Singletons with an ISocket or a queue, in the ways there are to register them
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
builder.Services.{|QR0085:AddSingleton<Notifier>|}();
builder.Services.{|QR0085:AddSingleton<INotifier, Notifier>|}();
builder.Services.{|QR0085:AddSingleton|}(typeof(INotifier), typeof(Notifier));
builder.Services.{|QR0085:TryAddSingleton<Posts>|}();
builder.Services.{|QR0085:AddKeyedSingleton<Notifier>|}("n");
builder.Services?.{|QR0085:AddSingleton<Notifier>|}();
builder.Build().Run();

interface INotifier;
class Notifier(ISocket socket) : INotifier { public ISocket Socket => socket; }
class Posts(IQueue<Mail> mails) { public IQueue<Mail> Mails => mails; }
record Mail(string To);
static class Mails { [QueueHandler] internal static void Send(Mail job) => Console.WriteLine(job); }
