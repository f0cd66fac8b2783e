using Microsoft.Extensions.Hosting;

namespace QueueRun.Redis.Chaos.Node;

/// <summary>
/// Sends messages to users, rooms and all, without waiting for one before the next. Each has a number, and is in the journal with its result.
/// </summary>
internal sealed class Traffic(NodeArguments arguments, JournalWriter journal, ISockets sockets) : BackgroundService
{
    /// <summary>What a message begins with; then the sender, and the number.</summary>
    public const string Mark = "message";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(arguments.Seed);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var number = 1L; !stoppingToken.IsCancellationRequested; number++)
        {
            await Task.Delay(s_pause, stoppingToken);
            _ = SendAsync(number);
        }
    }

    private async Task SendAsync(long number)
    {
        var text = $"{Mark} {arguments.Id} {number}";
        try
        {
            ValueTask<SendResult> sending;
            switch (_random.Next(100))
            {
                case < 60:
                    sending = ToUsers(_random.Next(1, 4));
                    break;
                case < 63:
                    sending = ToUsers(100);
                    break;
                case < 98:
                    var room = Names.Room(_random.Next(Names.Rooms));
                    journal.Send(number, $"room {room}");
                    sending = sockets.ToRoom(room).SendAsync(text);
                    break;
                default:
                    journal.Send(number, "all");
                    sending = sockets.All.SendAsync(text);
                    break;
            }

            journal.Sent(number, await sending);
        }
#pragma warning disable CA1031 // Whatever it is, the checks name it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            journal.Failed(number, error);
        }

        ValueTask<SendResult> ToUsers(int count)
        {
            HashSet<string> users = [];
            while (users.Count < count) users.Add(Names.User(_random.Next(Names.Users)));
            journal.Send(number, $"users {string.Join(',', users)}");
            return sockets.To(users).SendAsync(text);
        }
    }
}
