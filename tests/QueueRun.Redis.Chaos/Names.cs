namespace QueueRun.Redis.Chaos;

/// <summary>The users and the rooms.</summary>
internal static class Names
{
    public const int Users = 200, Rooms = 12;

    public static string User(int number) => $"u{number}";

    public static string Room(int number) => $"r{number}";
}
