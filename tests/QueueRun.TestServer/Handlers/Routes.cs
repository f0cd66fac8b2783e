using System.Text.Json;

namespace QueueRun.TestServer;

/// <summary>Each answers with the route that took the message.</summary>
internal static class Routes
{
    [SocketHandler("test=route")]
    internal static string Plain() => "test=route";

    [SocketHandler("test=route/[kind]")]
    internal static string WithKind(string kind) => $"[kind] {kind}";

    [SocketHandler("test=route/[kind]/[room]")]
    internal static string WithKindAndRoom(string kind, string room) => $"[kind]/[room] {kind} {room}";

    [SocketHandler("test=route/kind=a")]
    internal static string KindA() => "kind=a";

    // Neither is more specific than the other: the order of the texts decides.
    [SocketHandler("test=tie/[b]")]
    internal static string TieB() => "[b]";

    [SocketHandler("test=tie/[a]")]
    internal static string TieA() => "[a]";

    [SocketHandler("test='a/b=[c]''d'")]
    internal static string Quoted() => "quoted";

    [SocketHandler("test=code/code=7")]
    internal static string Seven() => "code=7";

    [SocketHandler("test=code/code=true")]
    internal static string True() => "code=true";

    [SocketHandler("test=code")]
    internal static string AnyCode() => "any code";

    [SocketHandler("test=one")]
    [SocketHandler("test=other")]
    internal static string Either() => "one or other";

    [SocketHandler("test=grüße👋")]
    internal static string InAnyLanguage() => "grüße";

    [SocketHandler]
    internal static Typed ByType(Typed data) => data with { Number = data.Number + 1 };

    /// <summary>The condition of the message's type and the one that is written here hold together.</summary>
    [SocketHandler("[to]")]
    internal static string SayTo(Say data, string to) => $"to {to}: {data.Text}";

    [SocketHandler]
    internal static Said Say(Say data, string? userId) => new(data.Room, userId ?? "nobody", data.Text);
}

/// <summary>A property of the route as a parameter.</summary>
internal readonly struct Properties
{
    [SocketHandler("test=property/[text]")]
    internal static string Text(string text) => $"text {text}";

    [SocketHandler("test=property/[count]")]
    internal static string Count(int count) => $"count {count}";

    [SocketHandler("test=property/[day]")]
    internal static string Day(DateOnly day) => $"day {day:O}";

    [SocketHandler("test=property/[items]")]
    internal static string Items(int[] items) => $"items {string.Join('+', items)}";

    [SocketHandler("test=property/[point]")]
    internal static string Point(Point point, JsonElement data) => $"point {point.X},{point.Y} of {data.GetProperty("test")}";

    internal static class Nested
    {
        [SocketHandler("test=nested")]
        internal static string Deep() => "nested";
    }
}
