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
    internal static async Task AskAsync(
        string room, SocketUser user, IQueue<Conversation> queue, ISocket socket, Rooms rooms, IMemory memory, CancellationToken token)
    {
        room = await Chat.FindMineAsync(room, user.Id, socket, rooms, token);
        List<Said> said = [.. (await rooms.PastAsync(room)).Select(kept => kept.Said)];
        if (said.Count == 0)
            throw new SocketErrorException($"Nothing has been said in {room} yet.");
        var options = new PushOptions { Key = user.Id, DeduplicationId = await memory.TicketAsync(room, user.Id) };
        await queue.PushAsync(new Conversation(room, (await rooms.LookAsync()).Server, said), options, token);
    }

    /// <summary>
    /// Here <c>socket</c> sends to the person who asked, on all devices that are connected at that moment: a later device is told from the
    /// next step on. The job contains the conversation, so it is done even if the program was restarted and has forgotten the room.
    /// </summary>
    [QueueHandler("summary")]
    internal static async Task MakeAsync(
        Conversation job, string userId, JobContext context, ISocket socket, Rooms rooms, IMemory memory, TimeProvider time, CancellationToken token)
    {
        var tally = new Tally();
        for (var step = 0; step < Steps; step++)
        {
            // Who was in the room in an earlier run is not known.
            if (job.Server == (await rooms.LookAsync()).Server && !(await socket.MembersAsync(job.Room, token)).Contains(userId))
            {
                await memory.AnsweredAsync(job.Room, userId);
                await socket.SendAsync(new Summary(job.Room, $"You are not in {job.Room} any more."), token);
                return;
            }
            await socket.SendAsync(new Progress(job.Room, 100 * step / Steps), token);
            tally.Add(job.Said.Take((job.Said.Count * step / Steps)..(job.Said.Count * (step + 1) / Steps)));
            await Task.Delay(StepTime, time, token);        // in place of a slow service that a real program would call here
        }

        await memory.AnsweredAsync(job.Room, userId);
        var sent = await socket.SendAsync(new Summary(job.Room, tally.ToString(), job.Said[0].At, job.Said[^1].At), token);
        // A queue tries a failed job again, a little later each time: so a person who has just lost the connection still gets the summary.
        if (sent.Recipients == 0 && context.Attempt < context.MaxAttempts)
            throw new InvalidOperationException($"{userId} is away, so nobody has seen the summary of {job.Room}.");
    }
}

/// <summary>The job: the conversation to summarise, and the server that knew who took part in it.</summary>
internal sealed record Conversation(string Room, string Server, IReadOnlyList<Said> Said);
