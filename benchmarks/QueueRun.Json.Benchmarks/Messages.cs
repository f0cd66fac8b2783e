namespace QueueRun.Json.Benchmarks;

// Ten messages as programs have them, from a few bytes to ten kilobytes.

internal sealed record Ping(int Sequence);

internal sealed record Typing(string Room, bool IsTyping);

internal sealed record CursorMoved(string UserId, double X, double Y, int Page, long At);

internal sealed record ChatLine(Guid Id, string Room, string From, string Text, DateTimeOffset SentAt);

/// <summary>A class with setters.</summary>
internal sealed class Preferences
{
    public string Theme { get; set; } = "";
    public string Language { get; set; } = "";
    public int FontSize { get; set; }
    public bool IsMuted { get; set; }
    public bool ShowsPreviews { get; set; }
    public double Volume { get; set; }
    public List<string> MutedRooms { get; set; } = [];
    public int? DigestHour { get; set; }
}

internal sealed record Profile(
    string Id, string Name, string? Nickname, string? About, DateOnly? Birthday, DateTime CreatedAt, DateTimeOffset? LastSeenAt, int? Rank, Uri? Picture)
{
    public string? TimeZone { get; init; }
    public bool IsVerified { get; init; }
}

internal enum CardColor { None, Red, Green }

internal enum MoveReason { Dragged, Done, Reopened }

internal sealed record Column(Guid Id, string Title, int Limit);

internal sealed record Card(Guid Id, string Title, CardColor Color, Guid[] Assignees, DateTime? DueAt);

internal sealed record CardMoved(Guid BoardId, Card Card, Column From, Column To, MoveReason Reason);

internal sealed record Scores(string Game, Dictionary<string, int> Points);

internal sealed record OrderLine(string Sku, string Description, int Quantity, decimal Price, decimal? Discount);

internal sealed record Address(string Street, string City, string PostalCode, string Country);

internal sealed record Order(Guid Id, string Customer, Address ShipTo, List<OrderLine> Lines, decimal Total, string Currency, DateTimeOffset PlacedAt);

internal sealed record ChatPage(string Room, List<ChatLine> Lines, string? Before, bool HasMore);

/// <summary>Takes and returns each message, so that the program is given a reader and a writer for it.</summary>
internal static class Handlers
{
    [SocketHandler("is=ping")] internal static Ping Echo([FromMessage] Ping message) => message;
    [SocketHandler("is=typing")] internal static Typing Echo([FromMessage] Typing message) => message;
    [SocketHandler("is=cursor")] internal static CursorMoved Echo([FromMessage] CursorMoved message) => message;
    [SocketHandler("is=line")] internal static ChatLine Echo([FromMessage] ChatLine message) => message;
    [SocketHandler("is=preferences")] internal static Preferences Echo([FromMessage] Preferences message) => message;
    [SocketHandler("is=profile")] internal static Profile Echo([FromMessage] Profile message) => message;
    [SocketHandler("is=card")] internal static CardMoved Echo([FromMessage] CardMoved message) => message;
    [SocketHandler("is=scores")] internal static Scores Echo([FromMessage] Scores message) => message;
    [SocketHandler("is=order")] internal static Order Echo([FromMessage] Order message) => message;
    [SocketHandler("is=page")] internal static ChatPage Echo([FromMessage] ChatPage message) => message;
}
