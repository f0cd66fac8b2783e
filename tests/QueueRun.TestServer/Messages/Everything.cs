using System.Text.Json;
using System.Text.Json.Serialization;

namespace QueueRun.TestServer;

/// <summary>Every type of member that a message usually has.</summary>
public sealed record Everything
{
    public string Text { get; init; } = "";
    public string? NoText { get; init; }
    public bool Yes { get; init; }
    public byte AByte { get; init; }
    public sbyte ASByte { get; init; }
    public short AShort { get; init; }
    public ushort AUShort { get; init; }
    public int AInt { get; init; }
    public uint AUInt { get; init; }
    public long ALong { get; init; }
    public ulong AULong { get; init; }
    public float AFloat { get; init; }
    public double ADouble { get; init; }
    public decimal ADecimal { get; init; }
    public char AChar { get; init; } = ' ';
    public DateTime Moment { get; init; }
    public DateTimeOffset MomentWithOffset { get; init; }
    public DateOnly Day { get; init; }
    public TimeOnly Time { get; init; }
    public TimeSpan Span { get; init; }
    public Guid AGuid { get; init; }
    public Uri? Address { get; init; }
    public byte[]? Bytes { get; init; }
    public int? MaybeInt { get; init; }
    public int? NoInt { get; init; }
    public DateOnly? MaybeDay { get; init; }
    public Colour Colour { get; init; }
    public Taste Taste { get; init; }
    public Taste? MaybeTaste { get; init; }
    public int[] Array { get; init; } = [];
    public int[][] Jagged { get; init; } = [];
    public List<string> List { get; init; } = [];
    public IReadOnlyList<Point> Points { get; init; } = [];
    public HashSet<int> Set { get; init; } = [];
    public Dictionary<string, int> Counts { get; init; } = [];
    public Dictionary<string, List<Point>> Lines { get; init; } = [];
    public Point Point { get; init; }
    public Point? NoPoint { get; init; }
    public Tree? Tree { get; init; }
    public JsonElement Anything { get; init; }
}

public enum Colour
{
    Red,
    Green,
}

[JsonConverter(typeof(JsonStringEnumConverter<Taste>))]
public enum Taste
{
    Sweet,
    Sour,
}

public readonly record struct Point(int X, int Y);

/// <summary>A type that reaches itself.</summary>
public sealed class Tree
{
    public required string Name { get; set; }
    public List<Tree> Children { get; init; } = [];
}
