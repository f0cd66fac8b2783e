using QueueRun.Generated.QueueRun_Json_Benchmarks;

namespace QueueRun.Json.Benchmarks;

/// <summary>One value of each message.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.FromHours(1));

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample<Ping>(new(4711), MessageWriters.Write_QueueRun_Json_Benchmarks_Ping, MessageReaders.TryReadPing),
        new Sample<Typing>(new("general", true), MessageWriters.Write_QueueRun_Json_Benchmarks_Typing, MessageReaders.TryReadTyping),
        new Sample<CursorMoved>(new("u-1042", 812.25, 96.5, 3, 1_773_476_813_589), MessageWriters.Write_QueueRun_Json_Benchmarks_CursorMoved, MessageReaders.TryReadCursorMoved),
        new Sample<ChatLine>(Line(0), MessageWriters.Write_QueueRun_Json_Benchmarks_ChatLine, MessageReaders.TryReadChatLine),
        new Sample<Preferences>(Preferences(), MessageWriters.Write_QueueRun_Json_Benchmarks_Preferences, MessageReaders.TryReadPreferences),
        new Sample<Profile>(Profile(), MessageWriters.Write_QueueRun_Json_Benchmarks_Profile, MessageReaders.TryReadProfile),
        new Sample<CardMoved>(CardMoved(), MessageWriters.Write_QueueRun_Json_Benchmarks_CardMoved, MessageReaders.TryReadCardMoved),
        new Sample<Scores>(new("chess", Enumerable.Range(0, 40).ToDictionary(i => $"player-{i * 37}", i => 1200 + (i * 17))), MessageWriters.Write_QueueRun_Json_Benchmarks_Scores, MessageReaders.TryReadScores),
        new Sample<Order>(Order(), MessageWriters.Write_QueueRun_Json_Benchmarks_Order, MessageReaders.TryReadOrder),
        new Sample<ChatPage>(new("general", [.. Enumerable.Range(0, 50).Select(Line)], "line-100", true), MessageWriters.Write_QueueRun_Json_Benchmarks_ChatPage, MessageReaders.TryReadChatPage),
    ];

    private static Guid Id(int n) => new(n + 1, 0x2f4a, 0x4c1d, 0x9a, 0x3f, 0x0d, 0x6b, 0x0b, 0x1a, 0x2c, (byte)n);

    private static ChatLine Line(int n)
        => new(Id(n), "general", n % 2 == 0 ? "ann" : "bertil", n % 3 == 0 ? "Could somebody look at the café's order? Thanks! 👋" : "I'll do it after lunch, if nobody minds; the kitchen closes at two.", s_at.AddSeconds(n));

    private static Preferences Preferences() => new()
    {
        Theme = "dark",
        Language = "en-GB",
        FontSize = 14,
        ShowsPreviews = true,
        Volume = 0.75,
        MutedRooms = ["random", "lunch", "football"],
        DigestHour = 8,
    };

    private static Profile Profile()
        => new("u-1042", "Ann Example", null, "Likes tea, trains and quiet mornings.", new(1990, 2, 28), s_at.UtcDateTime, s_at, null, new("https://example.org/p/1042.png"))
        {
            TimeZone = "Europe/Berlin",
            IsVerified = true,
        };

    private static CardMoved CardMoved()
        => new(Id(1), new(Id(2), "Write the benchmark", CardColor.Green, [Id(3), Id(4)], s_at.UtcDateTime), new(Id(5), "Doing", 3), new(Id(6), "Done", 0), MoveReason.Done);

    private static Order Order()
        => new(Id(7), "Ann Example", new("1 Long Street", "Exampleton", "EX1 2AM", "GB"),
            [.. Enumerable.Range(1, 8).Select(n => new OrderLine($"SKU-{n * 1117}", $"A thing of size {n}, blue", n, 9.95m + n, n % 2 == 0 ? 1.5m : null))],
            131.60m, "EUR", s_at);
}
