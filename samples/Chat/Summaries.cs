using QueueRun;

/// <summary>Work in the background: somebody asks for a summary, does something else, and sees on every device how far it is.</summary>
internal static class Summaries
{
    private const int Steps = 8;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Pushes a job, and that is all. The summaries of one person are made one after another: that is the key. As long as one is under
    /// way the person has the same ticket for that room, so asking again makes no second job.
    /// </summary>
    [SocketHandler("[room]/action=summarise")]
    internal static async Task<Done> AskAsync(string room, SocketUser user, IQueue<Conversation> queue, Rooms rooms, CancellationToken token)
    {
        var (conversation, ticket) = rooms.Ask(room, user.Id);
        var options = new PushOptions { Key = user.Id, DeduplicationId = $"{user.Id}/{conversation.Room}/{ticket}" };
        await queue.PushAsync(conversation, options, token);
        return new Done();
    }

    /// <summary>
    /// Here <c>socket</c> sends to whoever asked, on all devices there are at that moment: one that comes later is told from the next step on.
    /// The job has with it what was said, so it is done even when the program was started again since, and has forgotten the room.
    /// </summary>
    [QueueHandler("summary")]
    internal static async Task MakeAsync(
        Conversation job, string userId, JobContext context, ISocket socket, Rooms rooms, TimeProvider time, CancellationToken token)
    {
        var tally = new Tally();
        for (var step = 0; step < Steps; step++)
        {
            if (rooms.HasLeft(job.Room, userId, job.Server))
            {
                await socket.SendAsync(new Summary(job.Room, $"You are not in {job.Room} any more."), token);
                return;
            }
            await socket.SendAsync(new Progress(job.Room, 100 * step / Steps), token);
            tally.Add(job.Said.Take((job.Said.Count * step / Steps)..(job.Said.Count * (step + 1) / Steps)));
            await Task.Delay(StepTime, time, token);        // in place of a slow service, which a real program would ask here
        }

        rooms.Answered(job.Room, userId);
        var sent = await socket.SendAsync(new Summary(job.Room, tally.ToString(), job.Said[0].At, job.Said[^1].At), token);
        // A queue tries again what failed, a little later each time: so whoever has just lost the connection gets it all the same.
        if (sent.Recipients == 0 && context.Attempt < context.MaxAttempts)
            throw new InvalidOperationException($"{userId} is away, so nobody has seen the summary of {job.Room}.");
    }
}

/// <summary>The job: what there is to summarise, and in which run of the program it was said.</summary>
internal sealed record Conversation(string Room, string Server, IReadOnlyList<Said> Said);
