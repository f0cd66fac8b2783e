using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Presence, written down under the user's id. The beginning of the id says how the hooks of that user behave.</summary>
internal static class Hooks
{
    [OnOnline]
    internal static async Task Online(string userId, ISocket socket, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(userId, "online");
        switch (Habit(userId))
        {
            case "greeted":
                await socket.SendAsync(new { greeting = userId }, token);
                break;
            case "slow":
                await gates.WaitAsync(userId, CancellationToken.None);
                journal.Add(userId, "online done");
                break;
            case "patient":
                try
                {
                    await gates.WaitAsync(userId, token);
                }
                finally
                {
                    journal.Add(userId, token.IsCancellationRequested ? "online cancelled" : "online done");
                }

                break;
            case "blocked":
                gates.BlockUnseen("blocked");
                break;
            case "busy":
                for (var i = 0; i < 3; i++) await Task.Yield();
                journal.Add(userId, "online done");
                break;
            case "angry":
                throw new InvalidOperationException("Angry about being online.");
        }
    }

    [OnOffline]
    internal static async ValueTask Offline(ISocketUser user, Journal journal)
    {
        journal.Add(user.Id, "offline");
        switch (Habit(user.Id))
        {
            case "busy":
                for (var i = 0; i < 3; i++) await Task.Yield();
                journal.Add(user.Id, "offline done");
                break;
            case "angry":
                throw new InvalidOperationException("Angry about being offline.");
        }
    }

    internal static string Habit(string userId) => userId.Split('-')[0];
}

/// <summary>Further hooks: their full names come after those of <see cref="Hooks"/>.</summary>
internal static class MoreHooks
{
    [OnOnline]
    internal static void Online(SocketUser? user, string userId, Journal journal)
    {
        if (Hooks.Habit(userId) == "ordered") journal.Add(userId, user is null ? "online after, as another type" : "online after");
    }

    [OnOffline]
    internal static void Offline(string userId, Journal journal)
    {
        if (Hooks.Habit(userId) == "ordered") journal.Add(userId, "offline after");
    }
}

/// <summary>The program's own users who are <c>moved</c>: a process that calls the hook may read them from JSON.</summary>
internal static class MovedHooks
{
    [OnOnline]
    internal static void Online(Member? member, Journal journal) => Add(member, "online", journal);

    [OnOffline]
    internal static void Offline(Member? member, Journal journal) => Add(member, "offline", journal);

    private static void Add(Member? member, string state, Journal journal)
    {
        if (member is not null && Hooks.Habit(member.Id) == "moved") journal.Add($"{member.Id} as", $"{state} {member.Title}");
    }
}

/// <summary>The circumstances of every call for users who are <c>numbered</c>.</summary>
internal static class NumberedHooks
{
    [OnOnline, OnOffline, OnJoin, OnLeave]
    internal static void Called(string userId, PresenceContext context, Journal journal)
    {
        if (Hooks.Habit(userId) == "numbered") journal.Add($"{userId} calls", $"{context.Number} {context.MayRepeat}");
    }
}
