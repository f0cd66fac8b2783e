using QueueRun;

/// <summary>What was said since the last digest, announced in each room: at set times, or when somebody asks for it.</summary>
internal static class Digests
{
    private const int MaxNamed = 3;

    /// <summary>At nine on weekdays, UTC. Nobody is current here: each message names whom it is for.</summary>
    [ScheduleHandler("0 9 * * 1-5")]
    internal static Task PostOnWeekdaysAsync(ISockets sockets, Rooms rooms, TimeProvider time, CancellationToken token)
        => PostAsync(sockets, rooms, time, token);

    /// <returns>In how many rooms there was something to tell.</returns>
    internal static async Task<int> PostAsync(ISockets sockets, Rooms rooms, TimeProvider time, CancellationToken token)
    {
        var today = time.GetUtcNow();
        var digests = rooms.AnnounceNews(news => Tell(news, today));
        foreach (var (said, members) in digests)
            await Chat.TellAsync(sockets, members, said, token);
        return digests.Count;
    }

    private static string Tell(News news, DateTimeOffset today)
    {
        var since = (today.Date - news.Since?.Date)?.Days switch
        {
            null => "So far",
            1 => "Since yesterday",
            > 1 and < 7 => $"Since {news.Since:dddd}",
            _ => "Since the last digest",
        };
        return $"{since}: {Wording.Count(news.Messages, "message")} by {Wording.List(news.By, MaxNamed)}.";
    }
}
