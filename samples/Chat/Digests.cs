using QueueRun;

/// <summary>Sends each room a digest of the conversation since the last one: at set times, or on request.</summary>
internal static class Digests
{
    private const int MaxNamed = 3;

    /// <summary>At nine on weekdays, UTC. There is no current user here: each message names its room.</summary>
    [ScheduleHandler("0 9 * * 1-5")]
    internal static Task PostOnWeekdaysAsync(ISockets sockets, Rooms rooms, IMemory memory, TimeProvider time, CancellationToken token)
        => PostAsync(sockets, rooms, memory, time, token);

    /// <returns>The number of rooms with a digest.</returns>
    internal static async Task<int> PostAsync(ISockets sockets, Rooms rooms, IMemory memory, TimeProvider time, CancellationToken token)
    {
        var (today, posted) = (time.GetUtcNow(), 0);
        foreach (var room in (await rooms.LookAsync()).Rooms)
        {
            var (count, last) = await memory.BeginDigestAsync(room, today);
            var said = (await rooms.PastAsync(room)).Select(kept => kept.Said).Where(said => !(said.At <= last?.At));
            List<string> by = [.. said.Select(said => said.From).OfType<string>().Distinct()];
            if (by.Count == 0 || (await sockets.MembersAsync(room, token)).Count == 0)
                continue;
            var news = $"{Wording.Count(count - (last?.Messages ?? 0), "message")} by {Wording.List(by, MaxNamed)}.";
            await Chat.TellAsync(sockets, await rooms.AddAsync(room, null, $"{Tell(last?.At, today)}: {news}"), token);
            posted++;
        }
        return posted;
    }

    private static string Tell(DateTimeOffset? since, DateTimeOffset today) => (today.Date - since?.Date)?.Days switch
    {
        null => "So far",
        1 => "Since yesterday",
        > 1 and < 7 => $"Since {since:dddd}",
        _ => "Since the last digest",
    };
}

/// <summary>When a room got a digest, and how many messages there were until then.</summary>
internal sealed record Digest(int Messages, DateTimeOffset At);
