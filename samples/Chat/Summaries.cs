using QueueRun;

/// <summary>Work in the background: a person asks for a summary, does something else, and sees its progress on every device.</summary>
internal static class Summaries
{
    private const int Steps = 8;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Only pushes a job. The key makes one person's summaries run one after another. While one is under way, the person has the same
    /// ticket for that room, so a second request creates no second job.
    /// </summary>
    [SocketHandler("[room]/action=summarise")]
    internal static async Task AskAsync(string room, SocketUser user, IQueue<Conversation> queue, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var asked = await Chat.FindMineAsync(room, user.Id, socket, rooms, token);
        var said = asked.Past.ConvertAll(kept => kept.Said);
        if (said.IsEmpty)
            throw new SocketErrorException($"Nothing has been said in {asked.Name} yet.");
        var ticket = asked.Tickets.GetOrAdd(user.Id, _ => Guid.NewGuid());
        var options = new PushOptions { Key = user.Id, DeduplicationId = ticket.ToString() };
        await queue.PushAsync(new Conversation(asked.Name, rooms.Server, said), options, token);
    }

    /// <summary>
    /// Here <c>socket</c> sends to the person who asked, on all devices that are connected at that moment: a later device is told from the
    /// next step on. The job contains the conversation, so it is done even if the program was restarted and has forgotten the room.
    /// </summary>
    [QueueHandler("summary")]
    internal static async Task MakeAsync(
        Conversation job, string userId, JobContext context, ISocket socket, Rooms rooms, TimeProvider time, CancellationToken token)
    {
        var tally = new Tally();
        for (var step = 0; step < Steps; step++)
        {
            // Who was in the room in an earlier run is not known.
            if (job.Server == rooms.Server && !(await socket.MembersAsync(job.Room, token)).Contains(userId))
            {
                Answered(job, userId, rooms);
                await socket.SendAsync(new Summary(job.Room, $"You are not in {job.Room} any more."), token);
                return;
            }
            await socket.SendAsync(new Progress(job.Room, 100 * step / Steps), token);
            tally.Add(job.Said.Take((job.Said.Count * step / Steps)..(job.Said.Count * (step + 1) / Steps)));
            await Task.Delay(StepTime, time, token);        // in place of a slow service that a real program would call here
        }

        Answered(job, userId, rooms);
        var sent = await socket.SendAsync(new Summary(job.Room, tally.ToString(), job.Said[0].At, job.Said[^1].At), token);
        // A queue tries a failed job again, a little later each time: so a person who has just lost the connection still gets the summary.
        if (sent.Recipients == 0 && context.Attempt < context.MaxAttempts)
            throw new InvalidOperationException($"{userId} is away, so nobody has seen the summary of {job.Room}.");
    }

    private static void Answered(Conversation job, string userId, Rooms rooms)
        => rooms.All.FirstOrDefault(room => room.Name == job.Room)?.Tickets.TryRemove(userId, out _);
}

/// <summary>The job: the conversation to summarise, and the run of the program in which it took place.</summary>
internal sealed record Conversation(string Room, string Server, IReadOnlyList<Said> Said);
