namespace QueueRun.Redis.Chaos.Node;

/// <summary>Write each call into the journal. Some take long.</summary>
internal static class Hooks
{
    public const string OnlineName = "online", OfflineName = "offline", JoinName = "join", LeaveName = "leave", NoRoom = "-";

    [OnOnline]
    internal static Task Online(string userId, PresenceContext context, JournalWriter journal, CancellationToken token) => CallAsync(OnlineName, userId, NoRoom, context, journal, token);

    [OnOffline]
    internal static Task Offline(string userId, PresenceContext context, JournalWriter journal, CancellationToken token) => CallAsync(OfflineName, userId, NoRoom, context, journal, token);

    [OnJoin]
    internal static Task Join(string userId, string room, PresenceContext context, JournalWriter journal, CancellationToken token) => CallAsync(JoinName, userId, room, context, journal, token);

    [OnLeave]
    internal static Task Leave(string userId, string room, PresenceContext context, JournalWriter journal, CancellationToken token) => CallAsync(LeaveName, userId, room, context, journal, token);

    private static async Task CallAsync(string hook, string user, string room, PresenceContext context, JournalWriter journal, CancellationToken token)
    {
        var call = journal.Begin(hook, user, room, context);
        var isWhole = false;
        try
        {
            var time = Random.Shared.Next(20) switch { 0 => Random.Shared.Next(500, 2000), < 6 => Random.Shared.Next(20, 200), _ => Random.Shared.Next(10) };
            await Task.Delay(time, token);
            isWhole = true;
        }
        finally
        {
            journal.End(call, isWhole);
        }
    }
}
